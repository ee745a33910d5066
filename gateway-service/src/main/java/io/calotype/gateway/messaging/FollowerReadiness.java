package io.calotype.gateway.messaging;

import io.calotype.messaging.kafka.CatchUp;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the gateway knows what the topics held at its start, since until then it knows no prompt.
 *
 * <p>The object store does not count: only pictures and idempotency keys need it, and those requests say so.
 */
@Readiness
@ApplicationScoped
class FollowerReadiness implements HealthCheck {

    private final CatchUp catchUp;

    FollowerReadiness(CatchUp catchUp) {
        this.catchUp = catchUp;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("topics read back")
                .status(catchUp.isDone())
                .build();
    }
}
