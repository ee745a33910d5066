package io.calotype.messaging.config;

import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import java.util.Map;
import java.util.stream.Stream;

class PackFetchSettingsTest extends SettingsTestCase {

    PackFetchSettingsTest() {
        super(new ServiceSettings(Map.of(), PackFetchConfig.class, StoreConfig.class), PackFetchConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.packs-dir", "models/target/packs", "/packs", ""),
                new Setting("calotype.packs-from-store", null, "sd15=8c3f,sdxl=a1", null),
                new Setting("calotype.pack-folders", null, "unet,transformer", null));
    }
}
