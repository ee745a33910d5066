package io.calotype.gateway.problem;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown where a request is answered with a problem of HTTP. */
public final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final HttpProblem problem;
    private final @Nullable Duration retryAfter;

    private ApiFailure(HttpProblem problem, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.problem = problem;
        this.retryAfter = retryAfter;
    }

    /** A problem that trying again does not mend. */
    public static ApiFailure of(HttpProblem problem, String detail) {
        return new ApiFailure(problem, detail, null);
    }

    /** Nobody knows of it. */
    public static ApiFailure notFound(String detail) {
        return of(HttpProblem.NOT_FOUND, detail);
    }

    /** Something that is needed is away; trying again may help. */
    public static ApiFailure unavailable(String detail) {
        return new ApiFailure(HttpProblem.UNAVAILABLE, detail, SOON);
    }

    /** Too much at a time. */
    public static ApiFailure tooMany(String detail, Duration retryAfter) {
        return new ApiFailure(HttpProblem.TOO_MANY_REQUESTS, detail, retryAfter);
    }

    /** Too much of the caller's waits. */
    public static ApiFailure backlogFull(String detail, Duration retryAfter) {
        return new ApiFailure(HttpProblem.BACKLOG_FULL, detail, retryAfter);
    }

    /** The kind of problem. */
    public HttpProblem problem() {
        return problem;
    }

    /** One sentence about this occurrence. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** When to try again, if that may help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
