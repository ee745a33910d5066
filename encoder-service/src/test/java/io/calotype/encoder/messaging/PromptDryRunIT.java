package io.calotype.encoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(PromptDryRunIT.EveryTextIsShared.class)
class PromptDryRunIT {

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    MeterRegistry registry;

    @Test
    void aDryRunSharesNothingWithOtherEncoders() {
        // When
        Health.assertReady(ready, "\"failed\": 0");
        // Then
        assertThat(registry.find("calotype.embedding.store").counters()).isEmpty();
    }

    /** However quickly it is encoded. */
    public static class EveryTextIsShared implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("calotype.encoder.shared-embeddings.from", "0s");
        }
    }
}
