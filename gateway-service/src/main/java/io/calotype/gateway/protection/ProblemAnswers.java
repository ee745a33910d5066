package io.calotype.gateway.protection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.ErrorShape;
import io.calotype.gateway.problem.RequestProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Answers requests that are refused before a resource sees them. */
@ApplicationScoped
class ProblemAnswers {

    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    void send(RoutingContext context, ApiFailure failure) {
        var problem = RequestProblem.of(failure);
        var shape = ErrorShape.of(context.normalizedPath());
        var response = context.response()
                .setStatusCode(Objects.requireNonNull(problem.body().status()))
                .putHeader(HttpHeaderNames.CONTENT_TYPE, shape.mediaType());
        problem.retryAfter()
                .ifPresent(pause ->
                        response.putHeader(HttpHeaderNames.RETRY_AFTER, Long.toString(Math.max(1, pause.toSeconds()))));
        response.end(write(shape.body(problem.body(), problem.code())));
    }

    private String write(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
