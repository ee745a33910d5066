package io.calotype.gateway.protection;

import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses a gateway without keys where {@code calotype.production} is set, even if only this machine reaches it. */
@ApplicationScoped
class ProductionAccess {

    private final boolean production;
    private final Access access;

    ProductionAccess(
            @ConfigProperty(name = "calotype.production", defaultValue = "false") boolean production, Access access) {
        this.production = production;
        this.access = access;
    }

    void start(@Observes @Priority(StartupOrder.SETTINGS) StartupEvent starting) {
        if (production && !access.isRequired()) {
            throw new WrongSetting(
                    "calotype.gateway.api-keys",
                    "is not set; in production callers need a key, or quarkus.oidc.* a token");
        }
    }
}
