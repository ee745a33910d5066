package io.calotype.gateway.problem;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.regex.Pattern;

/** The two shapes of an error. */
public enum ErrorShape {
    /** {@code application/problem+json}, RFC 9457. */
    PROBLEM,
    /** {@code {"error": ...}}, as OpenAI's clients read it. */
    OPEN_AI;

    private static final Pattern OPEN_AI_PATHS =
            Pattern.compile("/v1/(images/(generations|edits|variations)|models(/[^/]*)?)/?");

    /** The shape that the clients of a path read. */
    public static ErrorShape of(String path) {
        return OPEN_AI_PATHS.matcher(path).matches() ? OPEN_AI : PROBLEM;
    }

    /** The media type. */
    public String mediaType() {
        return this == OPEN_AI ? MediaType.APPLICATION_JSON : ProblemBody.MEDIA_TYPE;
    }

    /** The body of an answer. */
    public Object body(ProblemBody problem, String code) {
        int status = Objects.requireNonNullElse(problem.status(), HttpProblem.INTERNAL.status());
        return this == OPEN_AI ? OpenAiError.of(status, problem.detail(), problem.field(), code) : problem;
    }

    Response answer(ProblemBody problem, String code) {
        int status = Objects.requireNonNullElse(problem.status(), HttpProblem.INTERNAL.status());
        return Response.status(status)
                .entity(body(problem, code))
                .type(mediaType())
                .build();
    }
}
