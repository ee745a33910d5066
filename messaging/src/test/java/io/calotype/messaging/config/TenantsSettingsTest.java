package io.calotype.messaging.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.messaging.testing.ServiceSettings;
import io.calotype.messaging.testing.ServiceSettings.Setting;
import io.calotype.messaging.testing.SettingsTestCase;
import io.smallrye.config.ConfigValidationException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantsSettingsTest extends SettingsTestCase {

    TenantsSettingsTest() {
        super(
                new ServiceSettings(Map.of(), TenantsConfig.class, StoreConfig.class, PackFetchConfig.class),
                TenantsConfig.class);
    }

    @ParameterizedTest
    @CsvSource({"UNSAFE_PICTURES,hide,unsafe-pictures", "PROMPT_POLICY,never,prompt-policy"})
    void anActionThatThereIsNotIsNamed(String variable, String value, String name) {
        // Given
        var settings = new ServiceSettings(
                Map.of("CALOTYPE_TENANTS_SOURCES", "/toys=kids", "CALOTYPE_TENANTS_NAMED_KIDS_" + variable, value),
                TenantsConfig.class);
        // Then
        assertThatThrownBy(() -> settings.of(TenantsConfig.class))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("calotype.tenants.named.kids." + name);
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
