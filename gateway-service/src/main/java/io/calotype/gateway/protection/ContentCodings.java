package io.calotype.gateway.protection;

import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses compressed bodies by name: a few bytes could become gigabytes. */
class ContentCodings {

    private static final String IDENTITY = "identity";

    @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHORIZATION)
    void check(RoutingContext context) {
        var coding = context.request().getHeader(HttpHeaderNames.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY)) {
            context.response().putHeader(HttpHeaderNames.ACCEPT_ENCODING, IDENTITY);
            throw ApiFailure.of(HttpProblem.UNSUPPORTED_MEDIA_TYPE, "send the body without Content-Encoding");
        }
    }
}
