package io.calotype.stage.store;

import io.calotype.messaging.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the bucket answers: no stage can work without it. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private final ObjectStore store;

    StoreReadiness(ObjectStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("object store")
                .status(store.isReachable())
                .withData("bucket", store.bucket())
                .build();
    }
}
