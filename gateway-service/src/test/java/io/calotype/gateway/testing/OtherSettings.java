package io.calotype.gateway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Settings other than the defaults, together, because each profile starts the gateway anew. */
public final class OtherSettings implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "calotype.gateway.generation-timeout",
                "500ms",
                "calotype.gateway.redirect-pictures",
                "true",
                "calotype.upscale",
                "2");
    }
}
