package io.calotype.encoder.policy;

import io.calotype.messaging.lifecycle.ProductionRule;
import io.calotype.messaging.lifecycle.WrongSetting;
import org.eclipse.microprofile.config.Config;

/** In production prompts go to the policy service over TLS. */
public final class PolicyIsEncrypted implements ProductionRule {

    private static final String URL = PolicySettings.PREFIX + "url";

    @Override
    public void check(Config settings) {
        settings.getOptionalValue(URL, String.class).ifPresent(url -> {
            if (!url.startsWith("https://")) {
                throw new WrongSetting(URL, "must begin with https:// in production");
            }
        });
    }
}
