package io.calotype.gateway.protection;

import io.calotype.gateway.problem.ApiFailure;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Admits requests to the tools of agents, which are no resources of the API, as it does those to the API. */
@ApplicationScoped
class ToolAccess implements HttpSecurityPolicy {

    private static final String REFUSAL = ToolAccess.class.getName();
    private static final int AFTER_AUTHORIZATION = 50;

    private final Admission admission;
    private final ProblemAnswers answers;

    ToolAccess(Admission admission, ProblemAnswers answers) {
        this.admission = admission;
        this.answers = answers;
    }

    @Override
    public String name() {
        return "calotype-tools";
    }

    /** A refusal is kept for the filter: a policy can only say 401 or 403, and no reason. */
    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return identity.map(caller -> {
            try {
                admission.admit(request, caller);
            } catch (ApiFailure refusal) {
                request.put(REFUSAL, refusal);
            }
            return CheckResult.PERMIT;
        });
    }

    void register(@Observes Filters filters) {
        filters.register(this::answerRefused, AFTER_AUTHORIZATION);
    }

    private void answerRefused(RoutingContext request) {
        if (request.get(REFUSAL) instanceof ApiFailure refusal) {
            answers.send(request, refusal);
        } else {
            request.next();
        }
    }
}
