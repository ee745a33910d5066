package io.calotype.gateway.problem;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.gateway.broker.BrokerAway;
import io.calotype.gateway.store.StoreAway;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Why a request failed, whatever it came by.
 *
 * @param body what its sender reads, status included
 * @param code the problem's name for programs
 * @param retryAfter when to try again, if that may help
 */
public record RequestProblem(ProblemBody body, String code, Optional<Duration> retryAfter) {

    private static final Logger LOG = Logger.getLogger(RequestProblem.class);

    /** Returns what a failure means to the sender, and logs what the operator should know. */
    public static RequestProblem of(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return of(refusal);
        }
        if (failure instanceof ApiFailure api) {
            return of(api);
        }
        if (failure instanceof BrokerAway) {
            LOG.warnf("an event was not published: %s", failure.getMessage());
            return of(ApiFailure.unavailable("the broker does not answer; nothing was accepted"));
        }
        if (failure instanceof StoreAway away) {
            LOG.warn(failure.getMessage());
            return of(ApiFailure.unavailable(away.missingRight()
                    .map(right -> "the object store denies the gateway " + right)
                    .orElse("the object store does not answer")));
        }
        LOG.error("a request failed", failure);
        return of(ApiFailure.of(HttpProblem.INTERNAL, "the gateway failed"));
    }

    private static RequestProblem of(Refusal refusal) {
        var problem = refusal.problem();
        var http = problem.type() == ProblemType.TOO_LARGE ? HttpProblem.CONTENT_TOO_LARGE : HttpProblem.BAD_REQUEST;
        return new RequestProblem(
                ProblemBody.of(problem, http.status()), OpenAiError.code(problem.type()), Optional.empty());
    }

    private static RequestProblem of(ApiFailure failure) {
        var problem = failure.problem();
        return new RequestProblem(
                ProblemBody.of(problem, problem.status(), failure.detail()), problem.code(), failure.retryAfter());
    }
}
