package io.calotype.messaging.decision;

import io.calotype.contracts.owner.Owners;
import io.calotype.messaging.config.OwnersConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Knows who may act for whom in this deployment. */
final class DeploymentOwners {

    private DeploymentOwners() {}

    @Produces
    @Singleton
    static Owners owners(OwnersConfig config) {
        return Owners.withOperators(config.operators().orElse(List.of()));
    }
}
