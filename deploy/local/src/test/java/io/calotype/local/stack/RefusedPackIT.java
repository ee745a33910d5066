package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service whose part of the pack is damaged does not start: it names the file and ends with exit code 2. */
class RefusedPackIT {

    private static final Path ROOT = Path.of(System.getProperty("calotype.root", "../.."));

    @TempDir
    private Path packs;

    @ParameterizedTest
    @CsvSource({
        "encoder-service, tokenizer/vocab.json",
        "diffusion-service, unet/model.onnx",
        "decoder-service, vae_decoder/config.json"
    })
    void namesTheFileAndEndsWithTwo(String service, String file) throws IOException, InterruptedException {
        // Given
        var pack = PackInstall.install(ROOT.resolve("models/fixtures/packs/sd-turbo"), "tiny", packs);
        var damaged = pack.directory().resolve(file);
        Files.delete(damaged);
        Files.writeString(damaged, "nothing of the kind");
        var log = packs.resolve("service.log");
        // When
        var process = start(service, log);
        // Then
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(Files.readString(log)).contains("the service does not start: " + damaged + ": has 19 bytes, not ");
    }

    private Process start(String service, Path log) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx256m",
                        "-jar",
                        Home.under(ROOT).jar(service).toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "CALOTYPE_PACKS_DIR", packs.toString(),
                        "CALOTYPE_MODEL", "tiny",
                        "KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                        "QUARKUS_HTTP_PORT", "0"));
        return builder.start();
    }
}
