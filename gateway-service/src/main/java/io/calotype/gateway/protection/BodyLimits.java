package io.calotype.gateway.protection;

import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * How large the body of a request may be, by its path.
 *
 * <p>Quarkus has one limit for all paths, which is that of the largest; JSON bodies are held in memory and have a smaller one.
 */
@ApplicationScoped
class BodyLimits {

    private static final int FORM_FIELDS = 1_048_576;
    private static final int OTHERS = 65_536;
    private static final long PASSED_OVER = 134_217_728;
    private static final Map<String, Integer> BY_PATH = Map.of(
            "/v1/prompts", Limits.MAX_EVENT_BYTES,
            "/v1/images/generations", Limits.MAX_EVENT_BYTES,
            "/mcp", Limits.MAX_EVENT_BYTES,
            "/v1/inputs", Limits.MAX_PICTURE_BYTES,
            "/v1/images/edits", 2 * Limits.MAX_PICTURE_BYTES + FORM_FIELDS);

    // Quarkus's own limit has the order 2: what is said to be too long is refused before, what does not say gets its
    // limit after.
    private static final int BEFORE = 3;
    private static final int AFTER = 1;

    private final ProblemAnswers answers;

    BodyLimits(ProblemAnswers answers) {
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseTooLong, BEFORE);
        filters.register(BodyLimits::limit, AFTER);
    }

    private void refuseTooLong(RoutingContext context) {
        var said = context.request().getHeader(HttpHeaderNames.CONTENT_LENGTH);
        long length = said == null ? 0 : Long.parseLong(said);
        if (length <= limitOf(context)) {
            context.next();
        } else {
            refuse(context, length);
        }
    }

    /** Many clients read the answer only after they have sent everything: a body that is not much too long is discarded. */
    private void refuse(RoutingContext context, long length) {
        var detail = "at most " + limitOf(context) + " bytes";
        answers.send(context, ApiFailure.of(HttpProblem.CONTENT_TOO_LARGE, detail));
        if (length <= PASSED_OVER) {
            context.request().resume();
        } else {
            context.request().connection().close();
        }
    }

    private static void limit(RoutingContext context) {
        if (context.request().getHeader(HttpHeaderNames.CONTENT_LENGTH) == null) {
            context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, (long) limitOf(context));
        }
        context.next();
    }

    private static int limitOf(RoutingContext context) {
        var path = context.normalizedPath();
        var plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return BY_PATH.getOrDefault(plain, OTHERS);
    }
}
