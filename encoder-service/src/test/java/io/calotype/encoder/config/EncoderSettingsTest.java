package io.calotype.encoder.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.messaging.config.StoreConfig;
import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.stage.config.StageConfig;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EncoderSettingsTest {

    private static final ServiceSettings SETTINGS =
            new ServiceSettings(Map.of(), EncoderConfig.class, StageConfig.class, StoreConfig.class);

    static Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "encode", "decode", "upscale"),
                new Setting("calotype.in-flight", "4", "2", "many"),
                new Setting("calotype.encoder.cache-bytes", "33554432", "0", "32M"),
                new Setting("calotype.encoder.picture-memory", "134217728", "1", "128M"),
                new Setting("calotype.encoder.default-model", null, "sdxl", null),
                new Setting("calotype.encoder.long-prompts", "cut", "chunk", "shorten"),
                new Setting("calotype.encoder.deadline", "24h", "1h", "soon"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachHasItsDefaultAndItsVariable(Setting setting) {
        SETTINGS.check(setting);
    }

    @Test
    void thereAreNoOthers() {
        assertThat(settings().map(Setting::name).filter(name -> name.startsWith("calotype.encoder.")))
                .containsExactlyInAnyOrderElementsOf(ServiceSettings.names(EncoderConfig.class));
    }
}
