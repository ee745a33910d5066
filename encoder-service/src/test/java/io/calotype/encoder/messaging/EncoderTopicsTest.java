package io.calotype.encoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.stage.config.StageConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EncoderTopicsTest {

    @Test
    void areThoseThatTheAccessMatrixAllows() {
        // Given
        var principal = Access.all(List.of("pictograms", "sd15")).stream()
                .filter(one -> one.name().equals("encoder"))
                .findFirst()
                .orElseThrow();
        var settings = new ServiceSettings(
                Map.of("CALOTYPE_KNOWN_MODELS", "pictograms,sd15", "CALOTYPE_UPSCALE", "2"),
                StageConfig.class,
                StoreConfig.class,
                PackFetchConfig.class,
                EncoderConfig.class);
        // When
        var topics = new EncoderTopics(settings.of(StageConfig.class), settings.of(EncoderConfig.class));
        // Then
        assertThat(principal.writes().stream().filter(topic -> !topic.endsWith(".dlq")))
                .containsAll(topics.names());
        var seen = new TreeSet<>(principal.reads());
        seen.addAll(principal.watches().topics());
        assertThat(topics.retention()).containsKey(Topics.UPSCALES);
        assertThat(seen).containsAll(topics.retention().keySet());
    }
}
