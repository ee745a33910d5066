package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that cannot read a setting names it in one line and ends with exit code 2, so that nobody restarts it. */
class WrongSettingIT {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "encoder-service, CALOTYPE_DRAIN_TIMEOUT, soon, calotype.drain-timeout",
        "gateway-service, CALOTYPE_GATEWAY_API_KEYS, alice, calotype.gateway.api-keys",
        "gateway-service, CALOTYPE_GATEWAY_REDIRECT_FOR, 2h, calotype.gateway.redirect-for",
        "gateway-service, CALOTYPE_GATEWAY_WEBHOOKS_ENABLED, true, calotype.gateway.webhooks.receivers"
    })
    void isNamedWithoutAStackTrace(String service, String variable, String value, String name)
            throws IOException, InterruptedException {
        // Given
        var log = folder.resolve("service.log");
        // When
        var process = start(service, variable, value, log);
        // Then
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(log))
                .containsPattern("the service does not start: .*" + name)
                .doesNotContain("\tat ");
    }

    private static Process start(String service, String variable, String value, Path log) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-jar",
                        Home.under(ROOT).jar(service).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", "localhost:1");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment().put(variable, value);
        return builder.start();
    }
}
