package io.calotype.gateway.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Answers {@code OPTIONS} for a path; Quarkus would name the methods of the whole resource class. */
class OptionsFilter {

    private final AllowedMethods allowed;

    OptionsFilter(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response answer(ContainerRequestContext request) {
        var methods = allowed.of(request.getUriInfo().getPath());
        return request.getMethod().equals(HttpMethod.OPTIONS) && !methods.isEmpty()
                ? Response.noContent().header(HttpHeaders.ALLOW, methods).build()
                : null;
    }
}
