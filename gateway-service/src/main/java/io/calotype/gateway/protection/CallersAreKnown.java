package io.calotype.gateway.protection;

import io.calotype.messaging.lifecycle.ProductionRule;
import io.calotype.messaging.lifecycle.WrongSetting;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** In production callers need a key or a token, even if only this machine reaches the gateway. */
public final class CallersAreKnown implements ProductionRule {

    private static final String KEYS = "calotype.gateway.api-keys";

    @Override
    public void check(Config settings) {
        boolean tokens = settings.getOptionalValue("quarkus.oidc.tenant-enabled", Boolean.class)
                .orElse(false);
        boolean keys = !settings.getOptionalValues(KEYS, String.class)
                .orElse(List.of())
                .isEmpty();
        if (!tokens && !keys) {
            throw new WrongSetting(KEYS, "is not set; in production callers need a key, or quarkus.oidc.* a token");
        }
    }
}
