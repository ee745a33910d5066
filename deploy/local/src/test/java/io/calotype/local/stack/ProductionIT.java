package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** In production a service that is not secured ends within 5 seconds, names the setting, and repeats none of its secrets. */
@Tag("long")
class ProductionIT {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final List<String> STAGES = List.of("encoder-service", "diffusion-service", "decoder-service");
    private static final String GATEWAY = "gateway-service";
    private static final String PASSWORD = "quixotry-of-kafka";
    private static final String SECRET_KEY = "quixotry-of-the-store";
    private static final String API_KEY = "c0ffee".repeat(10) + "c0ff";

    private static final Map<String, String> SECURED = Map.of(
            "CALOTYPE_PRODUCTION",
            "true",
            "KAFKA_SECURITY_PROTOCOL",
            "SASL_SSL",
            "KAFKA_SASL_MECHANISM",
            "SCRAM-SHA-512",
            "KAFKA_SASL_JAAS_CONFIG",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"shop\" password=\"%s\";"
                    .formatted(PASSWORD),
            "CALOTYPE_STORE_ENDPOINT",
            "https://s3.invalid",
            "CALOTYPE_STORE_ACCESS_KEY",
            "shop",
            "CALOTYPE_STORE_SECRET_KEY",
            SECRET_KEY,
            "CALOTYPE_GATEWAY_API_KEYS",
            "shop:" + API_KEY);

    /** What is not secured: a variable, its value (none for one that is not set), and what the service says. */
    private static final List<List<String>> FAULTS = List.of(
            List.of("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT", "kafka.security.protocol is PLAINTEXT"),
            List.of("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT", "kafka.security.protocol is SASL_PLAINTEXT"),
            List.of("CALOTYPE_STORE_ENDPOINT", "http://s3.invalid", "calotype.store.endpoint is http://s3.invalid"),
            List.of("CALOTYPE_STORE_ACCESS_KEY", "minioadmin", "calotype.store.access-key is that of an example"),
            List.of("CALOTYPE_STORE_SECRET_KEY", "calotype-secret", "calotype.store.secret-key is that of an example"),
            List.of("CALOTYPE_STORE_SECRET_KEY", "", "calotype.store.secret-key is not set"));

    @TempDir
    private Path folder;

    private static Stream<Arguments> services() {
        var keyless = List.of("CALOTYPE_GATEWAY_API_KEYS", "", "calotype.gateway.api-keys is not set");
        return Stream.concat(
                Stream.concat(STAGES.stream(), Stream.of(GATEWAY))
                        .flatMap(service -> FAULTS.stream().map(fault -> Arguments.of(service, fault))),
                Stream.of(Arguments.of(GATEWAY, keyless)));
    }

    @ParameterizedTest
    @MethodSource("services")
    void isRefused(String service, List<String> fault) throws IOException, InterruptedException {
        // Given
        var environment = new HashMap<>(SECURED);
        environment.put(fault.get(0), fault.get(1));
        environment.values().removeIf(String::isEmpty);
        // When
        var ended = ServiceAlone.run(service, environment, folder);
        // Then
        System.out.printf(
                "%s without %s: ended after %d ms%n",
                service, fault.get(0), ended.took().toMillis());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.log())
                .contains("the service does not start: " + fault.get(2))
                .doesNotContain(PASSWORD, SECRET_KEY, API_KEY, "calotype-secret", "minioadmin");
        assertThat(ended.took()).isLessThan(LIMIT);
    }
}
