package io.calotype.encoder.weighting;

import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PromptWeights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of Compel: each {@code +} behind a word or a group weighs 1.1, each {@code -} 0.9; a number behind a group is its
 * weight; groups stand in parentheses or double quotes, and {@code \(} is a parenthesis.
 *
 * <p>As there, a parenthesis without its other one is text.
 */
final class CompelSyntax {

    private static final double MORE = 1.1;
    private static final double LESS = 0.9;
    private static final Pattern SIGNS = Pattern.compile("\\++|-+");
    private static final Pattern NUMBER = Pattern.compile("[.\\d]*\\d[.\\d]*");
    private static final Pattern OPERATOR = Pattern.compile("\\.(swap|blend|and|add|attend)\\(");
    private static final Pattern LORA = Pattern.compile("(use|with)Lora\\(");
    private static final Pattern SIGNED_WORD = Pattern.compile("(.*[^-+\\\\])(\\++|-+)([.,;:!?]*)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([()\".,+=-])");

    private record Open(int span, char mark) {}

    private final PromptSource source;
    private final String text;
    private final WeightedSpans spans;
    private final Deque<Open> opened = new ArrayDeque<>();
    private final boolean[] isGroup;

    CompelSyntax(PromptSource source) {
        this.source = source;
        this.text = source.text();
        this.spans = new WeightedSpans(source);
        this.isGroup = CompelGroups.in(text);
    }

    WeightedText read() {
        for (int at = 0; at < text.length(); ) {
            at = next(at);
        }
        var read = spans.read(PromptWeights.COMPEL, " ");
        long light = read.windows().get(0).stream()
                .filter(piece -> piece.weight() < 1)
                .count();
        if (light > Limits.MAX_LIGHT_PIECES) {
            throw source.tooMany(light + " pieces that weigh less than 1", Limits.MAX_LIGHT_PIECES);
        }
        return read;
    }

    private int next(int at) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            spans.end();
            return at + 1;
        }
        if (c != '(' && c != ')' && c != '"') {
            return word(at);
        }
        if (!isGroup[at]) {
            spans.append(text.substring(at, at + 1), at);
            return at + 1;
        }
        boolean ends =
                c == ')' || (c == '"' && !opened.isEmpty() && opened.peek().mark() == '"');
        if (ends) {
            return weight(at + 1, opened.pop().span());
        }
        opened.push(new Open(spans.end(), c));
        return at + 1;
    }

    /** Reads what stands right behind a group. */
    private int weight(int at, int group) {
        spans.end();
        if (at(OPERATOR, at).lookingAt()) {
            throw source.unsupported("an operator such as .swap() or .blend()", at);
        }
        var signs = at(SIGNS, at);
        if (signs.lookingAt()) {
            spans.multiply(group, power(signs.group()));
            return signs.end();
        }
        var number = at(NUMBER, at);
        if (number.lookingAt()) {
            spans.multiply(group, source.weight(number.group(), at));
            return number.end();
        }
        return at;
    }

    private int word(int at) {
        if (at(LORA, at).lookingAt()) {
            throw source.unsupported("withLora()", at);
        }
        int end = wordEnd(at);
        var word = text.substring(at, end);
        int span = spans.end();
        var signed = SIGNED_WORD.matcher(word);
        if (signed.matches()) {
            spans.append(unescaped(signed.group(1)), at);
            spans.multiply(span, power(signed.group(2)));
            append(signed.group(3), at);
        } else {
            append(word, at);
        }
        spans.end();
        return end;
    }

    private int wordEnd(int at) {
        int end = at;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && "()\"".indexOf(text.charAt(end)) < 0) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end, text.length());
    }

    private void append(String words, int at) {
        if (!words.isEmpty()) {
            spans.append(unescaped(words), at);
        }
    }

    private static String unescaped(String word) {
        return ESCAPE.matcher(word).replaceAll("$1");
    }

    private static double power(String signs) {
        return Math.pow(signs.charAt(0) == '+' ? MORE : LESS, signs.length());
    }

    private Matcher at(Pattern pattern, int at) {
        return pattern.matcher(text).region(at, text.length());
    }
}
