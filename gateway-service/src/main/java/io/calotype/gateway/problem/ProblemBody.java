package io.calotype.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.calotype.contracts.problem.Problem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A problem as JSON (RFC 9457).
 *
 * @param status the HTTP status, absent in the problem of an image
 * @param field the field that is wrong, if it is one
 * @param stage the stage that found it, if one did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Problem", description = "RFC 9457")
public record ProblemBody(
        String type,
        String title,
        @Nullable Integer status,
        String detail,
        @Nullable String field,
        @Nullable String stage) {

    /** The media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The problem of an image. */
    public static ProblemBody of(Problem problem) {
        return of(problem, null);
    }

    /** What is wrong with a request. */
    public static ProblemBody of(Problem problem, @Nullable Integer status) {
        var type = problem.type();
        var stage = problem.stage();
        return new ProblemBody(
                type.uri(),
                type.title(),
                status,
                problem.detail(),
                problem.field(),
                stage == null ? null : stage.jsonName());
    }

    /** A problem of HTTP. */
    public static ProblemBody of(HttpProblem problem, int status, String detail) {
        return new ProblemBody(problem.uri(), problem.title(), status, detail, null, null);
    }
}
