package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Locale;

/** How a prompt gives its words weights, and what a weight does to the text's embedding. */
public enum PromptWeights {
    /** Parentheses are part of the text. */
    OFF,
    /** {@code (word:1.2)}, {@code (word)} and {@code [word]}: token states are multiplied, then their mean is restored. */
    A1111,
    /** {@code (two words)1.2}, {@code word++} and {@code word-}: token states move away from those of an empty prompt. */
    COMPEL;

    /** The field of a prompt. */
    public static final String FIELD = "prompt_weights";

    /** Returns the name in JSON: {@code off}, {@code a1111} or {@code compel}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name as in JSON.
     *
     * @throws Refusal if it is none
     */
    public static PromptWeights parse(String name) {
        for (var weights : values()) {
            if (weights.jsonName().equals(name)) {
                return weights;
            }
        }
        throw Refusal.of(ProblemType.INVALID_PARAMETER, FIELD, FIELD + " must be one of off, a1111, compel");
    }
}
