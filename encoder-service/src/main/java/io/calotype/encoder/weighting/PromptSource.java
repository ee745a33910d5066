package io.calotype.encoder.weighting;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.util.regex.Pattern;

/**
 * A prompt's text as a syntax reads it. Refusals name the place, never the words.
 *
 * @param field {@code prompt} or {@code negative_prompt}
 */
record PromptSource(String field, String text) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,9}\\.?\\d{0,9}|\\.\\d{1,9})");

    /** Returns a weight as it is written from a place on. */
    double weight(String written, int at) {
        if (!NUMBER.matcher(written).matches()) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER, field, "the weight at " + place(at) + " is no number, such as 1.2");
        }
        return requireWeight(Double.parseDouble(written), at);
    }

    /** Checks a weight, or what weights within weights come to. */
    double requireWeight(double weight, int at) {
        if (weight < Limits.MIN_PROMPT_WEIGHT || weight > Limits.MAX_PROMPT_WEIGHT) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    field,
                    "the weight at %s is %s; it must be from %d to %d"
                            .formatted(place(at), weight, Limits.MIN_PROMPT_WEIGHT, Limits.MAX_PROMPT_WEIGHT));
        }
        return weight;
    }

    /** Returns the refusal of what a syntax has and this program has not. */
    Refusal unsupported(String what, int at) {
        return Refusal.of(ProblemType.UNSUPPORTED, field, what + " at " + place(at) + " is not supported");
    }

    /** Returns the refusal of what there is too much of. */
    Refusal tooMany(String what, int most) {
        return Refusal.of(ProblemType.LIMIT_EXCEEDED, field, field + " has " + what + "; at most " + most);
    }

    private String place(int at) {
        return "character " + (text.codePointCount(0, at) + 1) + " of " + field;
    }
}
