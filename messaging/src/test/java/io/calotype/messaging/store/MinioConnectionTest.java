package io.calotype.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.messaging.config.StoreConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinioConnectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000", "https://localhost:9000"})
    void theEndOfAnUploadDoesNotWaitForAnAcknowledgement(String endpoint) throws IOException {
        var seconds = Duration.ofSeconds(1);

        try (var socket = MinioConnection.http(config(endpoint), seconds, seconds, seconds)
                .socketFactory()
                .createSocket()) {
            assertThat(socket.getTcpNoDelay()).isTrue();
        }
    }

    private static StoreConfig config(String endpoint) {
        return new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withDefaultValues(Map.of(
                        "calotype.store.endpoint", endpoint,
                        "calotype.store.region", "us-east-1",
                        "calotype.store.bucket", "calotype",
                        "calotype.store.call-timeout", "PT60S",
                        "calotype.store.give-up-after", "PT10M"))
                .build()
                .getConfigMapping(StoreConfig.class);
    }
}
