package io.calotype.upscaler.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpscalerTopicsTest {

    @Test
    void areThoseThatTheAccessMatrixAllows() {
        // Given
        var principal = Access.all(List.of("pictograms")).stream()
                .filter(one -> one.name().equals("upscaler"))
                .findFirst()
                .orElseThrow();
        // When
        var names = new UpscalerTopics().names();
        // Then
        assertThat(principal.writes().stream().filter(topic -> !topic.endsWith(".dlq")))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
