package io.calotype.gateway.problem;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.gateway.broker.BrokerAway;
import io.calotype.gateway.store.StoreAway;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells every failure of a request: as {@code application/problem+json}, or as OpenAI does under OpenAI's paths. */
class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private final AllowedMethods allowed;

    Problems(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    Response refusal(Refusal refusal, UriInfo uri) {
        var problem = refusal.problem();
        int status = problem.type() == ProblemType.TOO_LARGE
                ? HttpProblem.CONTENT_TOO_LARGE.status()
                : HttpProblem.BAD_REQUEST.status();
        return ErrorShape.of(uri.getPath()).answer(ProblemBody.of(problem, status), OpenAiError.code(problem.type()));
    }

    @ServerExceptionMapper
    Response failure(ApiFailure failure, UriInfo uri) {
        var problem = failure.problem();
        var body = ProblemBody.of(problem, problem.status(), failure.detail());
        var answer = Response.fromResponse(ErrorShape.of(uri.getPath()).answer(body, problem.code()));
        failure.retryAfter().ifPresent(pause -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, pause.toSeconds())));
        return answer.build();
    }

    @ServerExceptionMapper
    Response brokerAway(BrokerAway away, UriInfo uri) {
        LOG.warnf("an event was not published: %s", away.getMessage());
        return failure(ApiFailure.unavailable("the broker does not answer; nothing was accepted"), uri);
    }

    @ServerExceptionMapper
    Response storeAway(StoreAway away, UriInfo uri) {
        LOG.warn(away.getMessage());
        return failure(ApiFailure.unavailable("the object store does not answer"), uri);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, UriInfo uri) {
        var given = e.getResponse();
        int status = given.getStatus();
        if (status < 400) {
            return given;
        }
        var problem = HttpProblem.ofStatus(status);
        var answer =
                ErrorShape.of(uri.getPath()).answer(ProblemBody.of(problem, status, problem.title()), problem.code());
        var response = Response.fromResponse(given).entity(answer.getEntity()).type(answer.getMediaType());
        if (problem == HttpProblem.METHOD_NOT_ALLOWED) {
            response.header(HttpHeaders.ALLOW, allowed.of(uri.getPath()));
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response anything(RuntimeException e, UriInfo uri) {
        LOG.error("a request failed", e);
        return failure(ApiFailure.of(HttpProblem.INTERNAL, "the gateway failed"), uri);
    }
}
