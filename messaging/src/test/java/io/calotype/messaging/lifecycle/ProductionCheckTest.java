package io.calotype.messaging.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.messaging.config.StoreConfig;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductionCheckTest {

    @ParameterizedTest
    @CsvSource({
        "PLAINTEXT, https, https://s3, key, word, kafka.security.protocol is PLAINTEXT",
        "SASL_PLAINTEXT, https, https://s3, key, word, kafka.security.protocol is SASL_PLAINTEXT",
        "SASL_SSL, , https://s3, key, word, kafka.ssl.endpoint.identification.algorithm is empty",
        "SASL_SSL, https, http://s3, key, word, calotype.store.endpoint is http://s3",
        "SASL_SSL, https, https://s3, , word, calotype.store.access-key is not set",
        "SASL_SSL, https, https://s3, key, , calotype.store.secret-key is not set",
        "SASL_SSL, https, https://s3, calotype, word, calotype.store.access-key is that of an example",
        "SSL, https, https://s3, key, minioadmin, calotype.store.secret-key is that of an example"
    })
    void aSettingOfALaptopIsNamed(
            String protocol, String hostnames, String endpoint, String key, String secret, String fault) {
        // Given
        var check =
                new ProductionCheck(true, protocol, Optional.ofNullable(hostnames), new Store(endpoint, key, secret));
        // Then
        assertThatThrownBy(() -> check.start(new StartupEvent()))
                .isInstanceOf(WrongSetting.class)
                .hasMessageStartingWith(fault);
    }

    @Test
    void aSecretIsNotRepeated() {
        // Given
        var check = new ProductionCheck(
                true, "SSL", Optional.of("https"), new Store("https://s3", "key", "calotype-secret"));
        // Then
        assertThatThrownBy(check::check).hasMessageNotContaining("calotype-secret");
    }

    @Test
    void securedSettingsAreTaken() {
        // Given
        var check = new ProductionCheck(true, "SASL_SSL", Optional.of("https"), new Store("https://s3", "key", "word"));
        // Then
        assertThatCode(() -> check.start(new StartupEvent())).doesNotThrowAnyException();
    }

    @Test
    void elsewhereAnythingGoes() {
        // Given
        var check = new ProductionCheck(
                false, "PLAINTEXT", Optional.empty(), new Store("http://s3", Optional.empty(), Optional.empty()));
        // Then
        assertThatCode(() -> check.start(new StartupEvent())).doesNotThrowAnyException();
    }

    private record Store(String endpoint, Optional<String> accessKey, Optional<String> secretKey)
            implements StoreConfig {

        Store(String endpoint, String accessKey, String secretKey) {
            this(endpoint, Optional.ofNullable(accessKey), Optional.ofNullable(secretKey));
        }

        @Override
        public String region() {
            return "us-east-1";
        }

        @Override
        public String bucket() {
            return "calotype";
        }

        @Override
        public Duration callTimeout() {
            return Duration.ZERO;
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ZERO;
        }
    }
}
