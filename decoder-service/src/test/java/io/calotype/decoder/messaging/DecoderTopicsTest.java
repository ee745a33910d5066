package io.calotype.decoder.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Access;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.config.PackFetchConfig;
import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.stage.config.StageConfig;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecoderTopicsTest {

    @Test
    void areThoseThatTheAccessMatrixAllows() {
        // Given
        var principal = Access.all(List.of("pictograms")).stream()
                .filter(one -> one.name().equals("decoder"))
                .findFirst()
                .orElseThrow();
        // When
        var names = names("2");
        // Then
        assertThat(names("")).containsExactlyInAnyOrder(Topics.IMAGES, Topics.PROGRESS);
        assertThat(principal.writes().stream().filter(topic -> !topic.endsWith(".dlq")))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    private static Collection<String> names(String upscale) {
        var settings = new ServiceSettings(
                Map.of("CALOTYPE_UPSCALE", upscale), StageConfig.class, StoreConfig.class, PackFetchConfig.class);
        return new DecoderTopics(settings.of(StageConfig.class)).names();
    }
}
