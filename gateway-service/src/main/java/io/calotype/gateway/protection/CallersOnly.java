package io.calotype.gateway.protection;

import io.calotype.gateway.caller.Access;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps paths outside the API for callers who may use it. */
@ApplicationScoped
class CallersOnly implements HttpSecurityPolicy {

    private final Access access;

    CallersOnly(Access access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "calotype-callers";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return identity.map(
                caller -> access.isRequired() && caller.isAnonymous() ? CheckResult.DENY : CheckResult.PERMIT);
    }
}
