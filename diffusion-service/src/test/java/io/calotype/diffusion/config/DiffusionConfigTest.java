package io.calotype.diffusion.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiffusionConfigTest {

    @Test
    void defaults() {
        // Given
        var sources = new SmallRyeConfigBuilder()
                .withMapping(DiffusionConfig.class)
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .addDiscoveredConverters()
                .build();
        // When
        var config = sources.getConfigMapping(DiffusionConfig.class);
        // Then
        assertThat(config.maxBatch()).isEqualTo(8);
        assertThat(config.maxPixels()).isEmpty();
        assertThat(config.slotMemory().asLongValue()).isEqualTo(64 << 20);
        assertThat(config.loraMemory().asLongValue()).isEqualTo(128 << 20);
        assertThat(config.previewInterval()).isEqualTo(Duration.ofMillis(200));
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.checkpointSteps()).isEmpty();
        assertThat(config.rememberedCancellations()).isEqualTo(100_000);
        assertThat(config.cancellationsCatchUp()).isEqualTo(Duration.ofSeconds(10));
    }
}
