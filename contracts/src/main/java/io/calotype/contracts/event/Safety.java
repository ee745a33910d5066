package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Locale;

/** What the safety checker found in a stored picture, and what became of it. */
public enum Safety {
    /** It found nothing. */
    PASSED,
    /** It found something; the picture is as it was drawn. */
    MARKED,
    /** It found something; the picture is blurred beyond recognition. */
    BLURRED;

    /** The field of a completed event. */
    public static final String FIELD = "safety";

    /** Returns the name in JSON: {@code passed}, {@code marked} or {@code blurred}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name as in JSON.
     *
     * @throws Refusal if it is none
     */
    public static Safety parse(String name) {
        for (var safety : values()) {
            if (safety.jsonName().equals(name)) {
                return safety;
            }
        }
        throw Refusal.of(ProblemType.MALFORMED_EVENT, FIELD, FIELD + " must be one of passed, marked, blurred");
    }
}
