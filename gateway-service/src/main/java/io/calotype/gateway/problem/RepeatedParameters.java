package io.calotype.gateway.problem;

import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses a query that has a parameter twice: Quarkus would take the first and ignore the others. */
class RepeatedParameters {

    @ServerRequestFilter
    void check(UriInfo uri) {
        uri.getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) {
                var shown = JsonFields.shown(name);
                throw Refusal.of(
                        ProblemType.DUPLICATE_FIELD, shown, "the query has the parameter " + shown + " more than once");
            }
        });
    }
}
