package io.calotype.gateway.protection;

import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets those requests in that may come in, before anything is read of them. */
class AccessFilter {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

    private final Access access;
    private final CallerLimits limits;
    private final SecurityIdentity identity;

    AccessFilter(Access access, CallerLimits limits, SecurityIdentity identity) {
        this.access = access;
        this.limits = limits;
        this.identity = identity;
    }

    @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
    void check(RoutingContext context) {
        if (!access.isRequired()) {
            var asked = context.request().authority();
            if (asked == null || !isThisMachine(asked.host())) {
                throw ApiFailure.of(HttpProblem.FORBIDDEN, "without keys only localhost is served");
            }
            return;
        }
        if (identity.isAnonymous()) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
            throw ApiFailure.of(HttpProblem.UNAUTHORIZED, "send a valid key as Authorization: Bearer KEY");
        }
        var place = limits.enter(identity.getPrincipal().getName());
        context.addEndHandler(ended -> place.leave());
    }

    /** A page from elsewhere whose name was made to mean this machine sends its own name, and is turned away. */
    static boolean isThisMachine(String host) {
        return THIS_MACHINE.matcher(host).matches();
    }
}
