package io.calotype.gateway.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayTopicsTest {

    @Test
    void areThoseThatTheAccessMatrixAllows() {
        // Given
        var principal = Access.all(List.of("pictograms")).stream()
                .filter(one -> one.name().equals("gateway"))
                .findFirst()
                .orElseThrow();
        // When
        var names = new GatewayTopics().names();
        // Then
        assertThat(principal.writes().stream().filter(topic -> !topic.endsWith(".dlq")))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
