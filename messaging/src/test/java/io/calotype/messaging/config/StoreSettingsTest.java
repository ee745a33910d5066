package io.calotype.messaging.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreSettingsTest {

    private static final ServiceSettings SETTINGS = new ServiceSettings(Map.of(), StoreConfig.class);

    static Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.store.endpoint", "http://localhost:9000", "https://s3.example", ""),
                new Setting("calotype.store.region", "us-east-1", "eu-central-1", ""),
                new Setting("calotype.store.bucket", "calotype", "pictures", ""),
                new Setting("calotype.store.access-key", null, "key", null),
                new Setting("calotype.store.secret-key", null, "secret", null),
                new Setting("calotype.store.call-timeout", "60s", "5m", "soon"),
                new Setting("calotype.store.give-up-after", "10m", "30s", "soon"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void eachHasItsDefaultAndItsVariable(Setting setting) {
        SETTINGS.check(setting);
    }

    @Test
    void thereAreNoOthers() {
        assertThat(ServiceSettings.names(StoreConfig.class))
                .containsExactlyInAnyOrderElementsOf(
                        settings().map(Setting::name).toList());
    }
}
