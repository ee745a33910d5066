package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service whose part of the pack is damaged does not start: it names the file and ends with exit code 2. */
class RefusedPackIT {

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
        var damaged = damage(file);
        // When
        var ended = run(service, Map.of());
        // Then
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.log()).contains("the service does not start: " + damaged + ": has 19 bytes, not ");
    }

    @Test
    void readsNoRecord(@TempDir Path data) throws IOException, InterruptedException {
        try (var backbone = Backbone.start(data, 0, 0, List.of("tiny"));
                var producer = new OutsideProducer(backbone.kafka());
                var reader = new TopicReader(backbone.kafka(), Topics.IMAGES, Topics.deadLetters(Topics.PROMPTS))) {
            // Given
            damage("tokenizer/vocab.json");
            producer.bare("waits", "{\"prompt\":\"a cat\"}");
            var environment = Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS", backbone.kafka(),
                    "CALOTYPE_STORE_ENDPOINT", backbone.store().endpoint().toString(),
                    "CALOTYPE_STORE_ACCESS_KEY", backbone.store().accessKey(),
                    "CALOTYPE_STORE_SECRET_KEY", backbone.store().secretKey());
            // When
            var ended = run("encoder-service", environment);
            // Then
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(reader.after(Duration.ofSeconds(2), record -> true)).isEmpty();
        }
    }

    private Path damage(String file) throws IOException {
        var pack = PackInstall.install(Shell.ROOT.resolve("models/fixtures/packs/sd-turbo"), "tiny", packs);
        var damaged = pack.directory().resolve(file);
        Files.delete(damaged);
        Files.writeString(damaged, "nothing of the kind");
        return damaged;
    }

    private ServiceAlone run(String service, Map<String, String> more) throws IOException, InterruptedException {
        var environment = new HashMap<>(more);
        environment.put("CALOTYPE_PACKS_DIR", packs.toString());
        environment.put("CALOTYPE_MODEL", "tiny");
        return ServiceAlone.run(service, environment, packs);
    }
}
