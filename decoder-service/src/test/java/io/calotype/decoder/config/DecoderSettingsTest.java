package io.calotype.decoder.config;

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

class DecoderSettingsTest {

    private static final ServiceSettings SETTINGS =
            new ServiceSettings(Map.of(), DecoderConfig.class, StageConfig.class, StoreConfig.class);

    static Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.stage", "decode", "encode", "upscale"),
                new Setting("calotype.in-flight", "1", "2", "many"),
                new Setting("calotype.decoder.tell-prompt", "true", "false", null));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachHasItsDefaultAndItsVariable(Setting setting) {
        SETTINGS.check(setting);
    }

    @Test
    void thereAreNoOthers() {
        assertThat(settings().map(Setting::name).filter(name -> name.startsWith("calotype.decoder.")))
                .containsExactlyInAnyOrderElementsOf(ServiceSettings.names(DecoderConfig.class));
    }
}
