package io.calotype.gateway.protection;

import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Admits requests to the API before their bodies are read. */
class AccessFilter {

    private final Admission admission;
    private final SecurityIdentity caller;

    AccessFilter(Admission admission, SecurityIdentity caller) {
        this.admission = admission;
        this.caller = caller;
    }

    @ServerRequestFilter(preMatching = true, priority = Priorities.AUTHENTICATION)
    void check(RoutingContext context) {
        admission.admit(context, caller);
    }
}
