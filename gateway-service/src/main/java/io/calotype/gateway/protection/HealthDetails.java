package io.calotype.gateway.protection;

import io.calotype.gateway.caller.Access;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Keeps the details of health, such as the bucket's name, for callers; probes without a key see the status alone. */
@ApplicationScoped
class HealthDetails implements HttpSecurityPolicy {

    private static final String STRANGER = HealthDetails.class.getName();
    private static final int AFTER_AUTHORIZATION = 50;

    private final Access access;
    private final SmallRyeHealthReporter reporter;

    HealthDetails(Access access, SmallRyeHealthReporter reporter) {
        this.access = access;
        this.reporter = reporter;
    }

    @Override
    public String name() {
        return "calotype-health";
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return identity.map(caller -> {
            request.put(STRANGER, access.isRequired() && caller.isAnonymous());
            return CheckResult.PERMIT;
        });
    }

    void register(@Observes Filters filters) {
        filters.register(this::answerStrangers, AFTER_AUTHORIZATION);
    }

    private void answerStrangers(RoutingContext request) {
        if (Boolean.TRUE.equals(request.<Boolean>get(STRANGER))) {
            health(request.normalizedPath())
                    .subscribe()
                    .with(
                            health -> request.response()
                                    .setStatusCode(health.isDown() ? 503 : 200)
                                    .putHeader("Content-Type", "application/json; charset=UTF-8")
                                    .end(statusOf(health)),
                            request::fail);
        } else {
            request.next();
        }
    }

    private Uni<SmallRyeHealth> health(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "live" -> reporter.getLivenessAsync();
            case "ready" -> reporter.getReadinessAsync();
            case "started" -> reporter.getStartupAsync();
            default -> reporter.getHealthAsync();
        };
    }

    private static String statusOf(SmallRyeHealth health) {
        return new JsonObject()
                .put("status", health.isDown() ? "DOWN" : "UP")
                .put("checks", new JsonArray())
                .encode();
    }
}
