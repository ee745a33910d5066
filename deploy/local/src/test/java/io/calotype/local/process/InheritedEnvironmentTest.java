package io.calotype.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedEnvironmentTest {

    @Test
    void settingsForOtherServersAreLeftOut() {
        // Given
        var environment = new HashMap<>(Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "kafka.sasl.mechanism", "PLAIN",
                "Mp_Messaging_Connector_Smallrye_Kafka_Security_Protocol", "SSL",
                "CALOTYPE_STORE_REGION", "eu-central-1",
                "CALOTYPE_GATEWAY_API_KEYS", "shop:0123",
                "PATH", "/bin"));
        // When
        InheritedEnvironment.clean(environment);
        // Then
        assertThat(environment).containsOnlyKeys("CALOTYPE_GATEWAY_API_KEYS", "PATH");
    }
}
