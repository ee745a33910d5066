package io.calotype.gateway.problem;

import java.util.Locale;

/** The kinds of problem that only exist over HTTP; what is wrong with a prompt is a {@code ProblemType}. */
public enum HttpProblem {
    NOT_FOUND(404, "There is no such thing here"),
    ALREADY_FINISHED(409, "It is finished already"),
    NOT_FINISHED(409, "It is not finished yet"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
    UNAVAILABLE(503, "Not available at the moment"),
    UNAUTHORIZED(401, "A valid key is needed"),
    FORBIDDEN(403, "Not allowed"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    BACKLOG_FULL(429, "Too much of yours waits already"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of another media type"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "No representation that is asked for"),
    CONTENT_TOO_LARGE(413, "The body is too large"),
    TIMEOUT(504, "It took too long"),
    BAD_REQUEST(400, "The request cannot be understood"),
    INTERNAL(500, "Something went wrong here");

    private static final String BASE = "urn:calotype:problem:";

    private final int status;
    private final String title;

    HttpProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** Returns the problem for a status. */
    public static HttpProblem ofStatus(int status) {
        for (var problem : values()) {
            if (problem.status == status) {
                return problem;
            }
        }
        return status >= 500 ? INTERNAL : BAD_REQUEST;
    }

    /** The problem's type URI (RFC 9457). */
    public String uri() {
        return BASE + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The problem's name for programs. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** One line for people that is the same for all problems of this type. */
    public String title() {
        return title;
    }
}
