package io.calotype.messaging.config;

import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import java.util.Map;
import java.util.stream.Stream;

class TenantsSettingsTest extends SettingsTestCase {

    TenantsSettingsTest() {
        super(
                new ServiceSettings(Map.of(), TenantsConfig.class, StoreConfig.class, PackFetchConfig.class),
                TenantsConfig.class);
    }

    @Override
    protected Stream<Setting> settings() {
        return Stream.of(
                new Setting("calotype.tenants.sources", null, "/shop=shop", null),
                new Setting("calotype.tenants.waiting-work", null, "1000", "much"),
                new Setting("calotype.tenants.waiting-prompts", null, "100", "many"),
                new Setting("calotype.tenants.burst-work", "100", "0", "much"),
                new Setting("calotype.tenants.retry-after", "10s", "1m", "soon"));
    }
}
