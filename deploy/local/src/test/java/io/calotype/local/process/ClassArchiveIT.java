package io.calotype.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.local.stack.Home;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The class archives that the build made, in the JVM that made them. */
class ClassArchiveIT {

    private static final Path LEASH = Path.of("target/calotype-leash.jar").toAbsolutePath();
    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"encoder-service", "diffusion-service", "decoder-service", "upscaler-service", "gateway-service"
            })
    void aServiceMapsTheClassesThatTheBuildRecorded(String service) throws Exception {
        // Given: a JVM that ends, and says so, unless it can map its archive
        var spec = new ServiceSpec(
                service,
                Home.under(ROOT).jar(service),
                URI.create("http://127.0.0.1"),
                Map.of(),
                List.of("-Xshare:on", "--list-modules"));
        // When
        var process = new ProcessBuilder(spec.command(LEASH, folder))
                .redirectErrorStream(true)
                .start();
        // Then
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(spec.command(LEASH, folder)).anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
        assertThat(process.exitValue()).as(said).isZero();
    }
}
