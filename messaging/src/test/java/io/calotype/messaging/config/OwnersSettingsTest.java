package io.calotype.messaging.config;

import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import java.util.Map;
import java.util.stream.Stream;

class OwnersSettingsTest extends SettingsTestCase {

    OwnersSettingsTest() {
        super(
                new ServiceSettings(Map.of(), OwnersConfig.class, StoreConfig.class, PackFetchConfig.class),
                OwnersConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(new Setting("calotype.owners.operators", null, "/back-office,/shop", null));
    }
}
