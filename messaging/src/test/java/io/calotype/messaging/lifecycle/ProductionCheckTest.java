package io.calotype.messaging.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionCheckTest {

    private static final String HOSTNAMES = "kafka.ssl.endpoint.identification.algorithm";
    private static final Map<String, String> SECURED = Map.of(
            "calotype.production", "true",
            "kafka.security.protocol", "SASL_SSL",
            "calotype.store.endpoint", "https://s3",
            "calotype.store.access-key", "key",
            "calotype.store.secret-key", "word");

    @ParameterizedTest
    @CsvSource({
        "kafka.security.protocol, PLAINTEXT, kafka.security.protocol is PLAINTEXT",
        "kafka.security.protocol, SASL_PLAINTEXT, kafka.security.protocol is SASL_PLAINTEXT",
        "kafka.security.protocol, '', kafka.security.protocol is PLAINTEXT",
        HOSTNAMES + ", '', " + HOSTNAMES + " is empty",
        "calotype.store.endpoint, http://s3, calotype.store.endpoint is http://s3",
        "calotype.store.access-key, '', calotype.store.access-key is not set",
        "calotype.store.secret-key, '', calotype.store.secret-key is not set",
        "calotype.store.access-key, calotype, calotype.store.access-key is that of an example",
        "calotype.store.secret-key, minioadmin, calotype.store.secret-key is that of an example"
    })
    void aSettingOfALaptopIsNamed(String name, String value, String fault) {
        // Given
        var settings = settings(Map.of(name, value));
        // Then
        assertThatThrownBy(() -> ProductionCheck.check(settings))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith(fault);
    }

    @Test
    void aSecretIsNotRepeated() {
        // Given
        var settings = settings(Map.of("calotype.store.secret-key", "calotype-secret"));
        // Then
        assertThatThrownBy(() -> ProductionCheck.check(settings)).hasMessageNotContaining("calotype-secret");
    }

    @Test
    void securedSettingsAreTaken() {
        assertThatCode(() -> ProductionCheck.check(settings(Map.of()))).doesNotThrowAnyException();
        assertThatCode(() -> ProductionCheck.check(settings(Map.of(HOSTNAMES, "https"))))
                .doesNotThrowAnyException();
    }

    @Test
    void elsewhereAnythingGoes() {
        // Given
        var settings = settings(Map.of("calotype.production", "false", "calotype.store.endpoint", "http://s3"));
        // Then
        assertThatCode(() -> ProductionCheck.check(settings)).doesNotThrowAnyException();
    }

    private static Config settings(Map<String, String> changed) {
        var all = new HashMap<>(SECURED);
        all.putAll(changed);
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "settings", 100))
                .build();
    }
}
