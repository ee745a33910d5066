package io.calotype.diffusion.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.stage.config.StageConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiffusionTopicsTest {

    @Test
    void areThoseThatTheAccessMatrixAllows() {
        // Given
        var principal = Access.all(List.of("pictograms")).stream()
                .filter(one -> one.name().equals("diffusion"))
                .findFirst()
                .orElseThrow();
        // When
        var names = new DiffusionTopics(
                        new ServiceSettings(Map.of(), StageConfig.class, StoreConfig.class, PackFetchConfig.class)
                                .of(StageConfig.class))
                .names();
        // Then
        assertThat(principal.writes().stream().filter(topic -> !topic.endsWith(".dlq")))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
