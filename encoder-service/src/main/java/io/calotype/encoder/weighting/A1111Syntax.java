package io.calotype.encoder.weighting;

import io.calotype.contracts.spec.PromptWeights;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * The syntax of stable-diffusion-webui: {@code (word)} weighs 1.1, {@code (word:1.2)} what it says, {@code [word]} 1/1.1, one
 * within the other their product; {@code \(} is a parenthesis, and {@code BREAK} begins a new window.
 *
 * <p>As there, parentheses that are not closed reach to the end, and a closing one alone is text.
 */
final class A1111Syntax {

    private static final double STEP = 1.1;
    private static final String ESCAPED = "()[]\\";
    private static final Pattern WORD = Pattern.compile("\\b(BREAK|AND)\\b");
    private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*");
    private static final Pattern NETWORK = Pattern.compile("<(lora|lyco|hypernet):");
    private static final Pattern NUMBER_BEFORE_END = Pattern.compile(":\\s*([^\\s:()\\[\\]\\\\]+)\\s*\\)");
    private static final Pattern MEANT_AS_NUMBER =
            Pattern.compile("[-+.,\\d][-+.,\\deE]*|[-+]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern EDITING = Pattern.compile("(?s).*\\|.*|.*:\\s*\\d[.\\d]*\\s*");

    private record Open(int span, int at) {}

    private final PromptSource source;
    private final String text;
    private final WeightedSpans spans;
    private final Deque<Open> round = new ArrayDeque<>();
    private final Deque<Open> square = new ArrayDeque<>();

    A1111Syntax(PromptSource source) {
        this.source = source;
        this.text = source.text();
        this.spans = new WeightedSpans(source);
    }

    WeightedText read() {
        for (int at = 0; at < text.length(); ) {
            at = next(at);
        }
        round.forEach(open -> spans.multiply(open.span(), STEP));
        square.forEach(open -> spans.multiply(open.span(), 1 / STEP));
        return spans.read(PromptWeights.A1111, "");
    }

    /** Reads one thing; returns where the next begins. */
    private int next(int at) {
        char c = text.charAt(at);
        switch (c) {
            case '\\' -> {
                boolean escape = at + 1 < text.length() && ESCAPED.indexOf(text.charAt(at + 1)) >= 0;
                spans.append(text.substring(escape ? at + 1 : at, escape ? at + 2 : at + 1), at);
                return escape ? at + 2 : at + 1;
            }
            case '(' -> round.push(new Open(spans.end(), at));
            case '[' -> square.push(new Open(spans.end(), at));
            case ')' -> close(round, STEP, at);
            case ']' -> {
                requireNoEditing();
                close(square, 1 / STEP, at);
            }
            case ':' -> {
                return colon(at);
            }
            default -> {
                return word(at, c);
            }
        }
        return at + 1;
    }

    private void close(Deque<Open> opened, double factor, int at) {
        if (opened.isEmpty()) {
            spans.append(text.substring(at, at + 1), at);
        } else {
            spans.multiply(opened.pop().span(), factor);
        }
    }

    /** A number between a colon and the end of a parenthesis is its weight; other text after a colon is text. */
    private int colon(int at) {
        var weight = NUMBER_BEFORE_END.matcher(text).region(at, text.length());
        if (round.isEmpty()
                || !weight.lookingAt()
                || !MEANT_AS_NUMBER.matcher(weight.group(1)).matches()) {
            spans.append(":", at);
            return at + 1;
        }
        spans.multiply(round.pop().span(), source.weight(weight.group(1), weight.start(1)));
        return weight.end();
    }

    private int word(int at, char c) {
        var gap = BREAK.matcher(text).region(at, text.length()).useTransparentBounds(true);
        if ((c == 'B' || Character.isWhitespace(c)) && gap.lookingAt()) {
            spans.breakWindow();
            return gap.end();
        }
        requireSupported(at, c);
        spans.append(text.substring(at, at + 1), at);
        return at + 1;
    }

    private void requireSupported(int at, char c) {
        if (c == 'A'
                && WORD.matcher(text)
                        .region(at, text.length())
                        .useTransparentBounds(true)
                        .lookingAt()) {
            throw source.unsupported("AND, several prompts in one,", at);
        }
        if (c == '<' && NETWORK.matcher(text).region(at, text.length()).lookingAt()) {
            throw source.unsupported("a network such as <lora:name:1>", at);
        }
    }

    private void requireNoEditing() {
        if (!square.isEmpty()
                && EDITING.matcher(spans.textFrom(square.peek().span())).matches()) {
            throw source.unsupported(
                    "a prompt that changes from step to step, such as [cat:dog:0.5],",
                    square.peek().at());
        }
    }
}
