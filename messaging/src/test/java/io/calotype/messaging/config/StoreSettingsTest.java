package io.calotype.messaging.config;

import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import java.util.Map;
import java.util.stream.Stream;

class StoreSettingsTest extends SettingsTestCase {

    StoreSettingsTest() {
        super(new ServiceSettings(Map.of(), StoreConfig.class), StoreConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.store.endpoint", "http://localhost:9000", "https://s3.example", ""),
                new Setting("calotype.store.region", "us-east-1", "eu-central-1", ""),
                new Setting("calotype.store.bucket", "calotype", "pictures", ""),
                new Setting("calotype.store.access-key", null, "key", null),
                new Setting("calotype.store.secret-key", null, "secret", null),
                new Setting("calotype.store.call-timeout", "60s", "5m", "soon"),
                new Setting("calotype.store.give-up-after", "10m", "30s", "soon"));
    }
}
