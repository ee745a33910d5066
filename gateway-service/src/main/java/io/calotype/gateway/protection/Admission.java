package io.calotype.gateway.protection;

import io.calotype.gateway.caller.Access;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.picture.PictureLinks;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides whether a request is served: by its caller's key and limits, or, without keys, by where it comes from. */
@ApplicationScoped
class Admission {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORWARDED =
            Pattern.compile("Forwarded|X-Forwarded-.+|X-Real-IP|Via", Pattern.CASE_INSENSITIVE);

    private final Access access;
    private final CallerLimits limits;
    private final PictureLinks links;

    Admission(Access access, CallerLimits limits, PictureLinks links) {
        this.access = access;
        this.limits = limits;
        this.links = links;
    }

    /**
     * Admits a request, which takes one of its caller's places until it ends.
     *
     * @throws ApiFailure if it is not served
     */
    void admit(RoutingContext context, SecurityIdentity caller) {
        if (!access.isRequired()) {
            requireThisMachine(context);
            return;
        }
        if (isLink(context)) {
            context.put(Callers.LINKED, true);
            return;
        }
        if (caller.isAnonymous()) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            throw ApiFailure.of(HttpProblem.UNAUTHORIZED, "send a valid key as Authorization: Bearer KEY");
        }
        var place = limits.enter(caller.getPrincipal().getName());
        context.addEndHandler(ended -> place.leave());
    }

    /** A link to a picture is a key to this picture alone, and to nothing but reading it; whose key comes with it does not matter. */
    private boolean isLink(RoutingContext context) {
        var request = context.request();
        return !changes(context)
                && links.admit(
                        context.normalizedPath(),
                        request.getParam(PictureLinks.EXPIRES),
                        request.getParam(PictureLinks.SIGNATURE));
    }

    private static void requireThisMachine(RoutingContext context) {
        var asked = context.request().authority();
        if (asked == null || !isThisMachine(asked.host())) {
            throw ApiFailure.of(HttpProblem.FORBIDDEN, "without keys only localhost is served");
        }
        if (isForwarded(context.request().headers().names())) {
            throw ApiFailure.of(HttpProblem.FORBIDDEN, "a gateway behind a proxy needs keys");
        }
        if (changes(context) && isElsewhere(context.request().getHeader(HttpHeaderNames.ORIGIN))) {
            throw ApiFailure.of(HttpProblem.FORBIDDEN, "without keys only pages of localhost are served");
        }
    }

    /** A proxy on this machine speaks for clients from anywhere. */
    static boolean isForwarded(Set<String> headers) {
        return headers.stream().anyMatch(header -> FORWARDED.matcher(header).matches());
    }

    private static boolean changes(RoutingContext context) {
        var method = context.request().method();
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    }

    /** Whether a web page of another site sent the request; other programs send no origin. */
    static boolean isElsewhere(@Nullable String origin) {
        if (origin == null) {
            return false;
        }
        try {
            var host = URI.create(origin).getHost();
            return host == null || !isThisMachine(host);
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** Against DNS rebinding: a page of another site whose name resolves to this machine sends that name. */
    static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host).matches();
    }
}
