package io.calotype.stage.store;

import io.calotype.messaging.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the bucket answers and denies nothing: no stage can work without it. Names the rights that are missing. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private final ObjectStore store;

    StoreReadiness(ObjectStore store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        boolean isReachable = store.isReachable();
        var missing = store.missingRights();
        var response = HealthCheckResponse.named("object store")
                .status(isReachable && missing.isEmpty())
                .withData("bucket", store.bucket());
        missing.forEach(right -> response.withData(right, "is missing"));
        return response.build();
    }
}
