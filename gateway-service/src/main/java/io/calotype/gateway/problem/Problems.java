package io.calotype.gateway.problem;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.gateway.messaging.BrokerAway;
import io.calotype.gateway.store.StoreAway;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells every failure of a request as {@code application/problem+json}. */
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response refusal(Refusal refusal) {
        var problem = refusal.problem();
        int status = problem.type() == ProblemType.TOO_LARGE
                ? HttpProblem.CONTENT_TOO_LARGE.status()
                : HttpProblem.BAD_REQUEST.status();
        return response(status, ProblemBody.of(problem, status)).build();
    }

    @ServerExceptionMapper
    Response failure(ApiFailure failure) {
        int status = failure.problem().status();
        var answer = response(status, ProblemBody.of(failure.problem(), status, failure.detail()));
        failure.retryAfter().ifPresent(pause -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, pause.toSeconds())));
        return answer.build();
    }

    @ServerExceptionMapper
    Response brokerAway(BrokerAway away) {
        LOG.warnf("an event was not published: %s", away.getMessage());
        return failure(ApiFailure.unavailable("the broker does not answer; nothing was accepted"));
    }

    @ServerExceptionMapper
    Response storeAway(StoreAway away) {
        LOG.warn(away.getMessage());
        return failure(ApiFailure.unavailable("the object store does not answer"));
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        var given = e.getResponse();
        int status = given.getStatus();
        if (status < 400) {
            return given;
        }
        var problem = HttpProblem.ofStatus(status);
        return Response.fromResponse(given)
                .entity(ProblemBody.of(problem, status, "HTTP " + status))
                .type(ProblemBody.MEDIA_TYPE)
                .build();
    }

    @ServerExceptionMapper
    Response anything(RuntimeException e) {
        LOG.error("a request failed", e);
        return failure(ApiFailure.of(HttpProblem.INTERNAL, "the gateway failed"));
    }

    private static Response.ResponseBuilder response(int status, ProblemBody body) {
        return Response.status(status).entity(body).type(ProblemBody.MEDIA_TYPE);
    }
}
