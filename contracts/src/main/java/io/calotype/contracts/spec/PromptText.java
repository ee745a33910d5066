package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** The text of a prompt as the pipeline holds it: in Unicode NFC, without control characters, of bounded length. */
final class PromptText {
    /** White space and characters that nobody sees, such as the zero-width space; the schemas of events have the same. */
    private static final Pattern BLANK = Pattern.compile(
            "[\\t\\n\\u0020\\u00a0\\u00ad\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff]*");

    private PromptText() {}

    /**
     * Returns the text normalised: line ends, a lone carriage return among them, as {@code \n}, then NFC.
     *
     * @throws Refusal for a control character other than tab and newline, an unpaired surrogate or too many code points;
     *     it names the field and the place, never the text
     */
    static String normalise(String field, String text) {
        var lines = text.replace("\r\n", "\n").replace('\r', '\n');
        requireCharacters(field, lines);
        var normal = Normalizer.normalize(lines, Normalizer.Form.NFC);
        int length = normal.codePointCount(0, normal.length());
        if (length > Limits.MAX_PROMPT_CODE_POINTS) {
            var detail = field + " is " + length + " code points long; at most " + Limits.MAX_PROMPT_CODE_POINTS;
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, field, detail);
        }
        return normal;
    }

    static String require(String field, String text) {
        var normal = normalise(field, text);
        if (isBlank(normal)) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " is blank");
        }
        return normal;
    }

    static boolean isBlank(String text) {
        return BLANK.matcher(text).matches();
    }

    private static void requireCharacters(String field, String text) {
        int c;
        for (int i = 0; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            boolean control = Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t';
            if (control || Character.getType(c) == Character.SURROGATE) {
                var what = control ? "control character" : "unpaired surrogate";
                var detail = "%s has the %s U+%04X at %d".formatted(field, what, c, i);
                throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
            }
        }
    }
}
