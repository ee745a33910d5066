package io.calotype.encoder;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A deployment that serves another pack beside the encoder's own, denies some words, has a tenant of which one prompt may wait, and soon gives up a key that the store fails on. */
public final class TwoPacks implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "calotype.known-models", "pictograms,other",
                "calotype.store.give-up-after", "12s",
                "calotype.encoder.denied-words", "forbidden fruit",
                "calotype.tenants.sources", "/small=small",
                "calotype.tenants.named.small.waiting-prompts", "1");
    }
}
