package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that cannot read a setting names it in one line and ends with exit code 2, so that nobody restarts it. */
class WrongSettingIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "encoder-service, CALOTYPE_DRAIN_TIMEOUT, soon, calotype.drain-timeout",
        "encoder-service, CALOTYPE_ENCODER_REPLACED_MODELS, sd15, calotype.encoder.replaced-models",
        "decoder-service, CALOTYPE_PRODUCTION, true, kafka.security.protocol",
        "gateway-service, CALOTYPE_GATEWAY_API_KEYS, alice, calotype.gateway.api-keys",
        "gateway-service, CALOTYPE_GATEWAY_REDIRECT_FOR, 2h, calotype.gateway.redirect-for",
        "gateway-service, CALOTYPE_GATEWAY_WEBHOOKS_ENABLED, true, calotype.gateway.webhooks.receivers"
    })
    void isNamedWithoutAStackTrace(String service, String variable, String value, String name)
            throws IOException, InterruptedException {
        // When
        var ended = ServiceAlone.run(service, Map.of(variable, value), folder);
        // Then
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.log())
                .containsPattern("the service does not start: .*" + name)
                .doesNotContain("\tat ");
    }
}
