package io.calotype.gateway.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser.MalformedMessageException;

/** Tells every failure of a request: as {@code application/problem+json}, or as OpenAI does under OpenAI's paths. */
class Problems {

    private final AllowedMethods allowed;

    Problems(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    Response any(RuntimeException failure, UriInfo uri) {
        var problem = RequestProblem.of(failure);
        var answer = Response.fromResponse(ErrorShape.of(uri.getPath()).answer(problem.body(), problem.code()));
        problem.retryAfter().ifPresent(pause -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, pause.toSeconds())));
        return answer.build();
    }

    /** Resources throw none of these: it is the reader of forms that does. */
    @ServerExceptionMapper({IOException.class, MalformedMessageException.class})
    Response unreadable(Throwable failure, UriInfo uri) {
        return any(ApiFailure.of(HttpProblem.BAD_REQUEST, "the body is no whole form"), uri);
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
}
