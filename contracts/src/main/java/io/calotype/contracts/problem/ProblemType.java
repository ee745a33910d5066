package io.calotype.contracts.problem;

import java.util.Locale;

/** The kinds of problem that a failed image can have. */
public enum ProblemType {
    INVALID_PARAMETER("A parameter is not valid"),
    LIMIT_EXCEEDED("A parameter is outside its limits"),
    UNKNOWN_FIELD("A field is not known"),
    DUPLICATE_FIELD("A field is there twice"),
    MALFORMED_EVENT("The event cannot be read"),
    UNKNOWN_MODEL("No such model here"),
    PACK_MISMATCH("Made with another version of the model pack"),
    INVALID_TENSOR("A tensor is not valid"),
    TOO_LARGE("Too large"),
    NOT_FINITE("A number is not finite"),
    UNSUPPORTED("Not supported"),
    NOT_KEPT("The step is not kept"),
    NOT_OWNER("It belongs to somebody else"),
    CONFLICT("The id belongs to another request"),
    BACKLOG_FULL("Too much of its tenant waits already"),
    EXPIRED("Not made before its deadline"),
    GAVE_UP("Given up after a service died of it again and again"),
    ERASED("Erased on request"),
    DENIED("Against the policy of this deployment"),
    INTERNAL("Something went wrong here");

    private static final String BASE = "urn:calotype:problem:";

    private final String title;

    ProblemType(String title) {
        this.title = title;
    }

    /** Returns the problem's type URI (RFC 9457), for example {@code urn:calotype:problem:limit-exceeded}. */
    public String uri() {
        return BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns one line for people that is the same for all problems of this type. */
    public String title() {
        return title;
    }

    /** Returns the type with that URI, or {@link #INTERNAL} for one that this version does not know. */
    public static ProblemType ofUri(String uri) {
        for (var type : values()) {
            if (type.uri().equals(uri)) {
                return type;
            }
        }
        return INTERNAL;
    }
}
