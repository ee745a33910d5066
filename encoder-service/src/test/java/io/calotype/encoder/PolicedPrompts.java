package io.calotype.encoder;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A deployment with a prompt policy, which one tenant is not asked about. */
public final class PolicedPrompts implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "calotype.tenants.sources", "/studio=studio",
                "calotype.tenants.named.studio.prompt-policy", "off",
                "calotype.encoder.prompt-policy.timeout", "2s",
                "calotype.encoder.prompt-policy.concurrency", "8");
    }
}
