package io.calotype.encoder.text;

import com.sun.management.OperatingSystemMXBean;
import io.calotype.contracts.event.Events;
import io.calotype.embedded.port.Ports;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.encoder.weighting.WeightedText;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What encoding a text costs, and what it costs to keep and to fetch its embedding in the embedded store: the figures of ADR 24, for
 * the packs of {@code -Dfigures.packs=FOLDER,FOLDER}, or some of ours.
 */
@EnabledIfSystemProperty(named = "figures", matches = "true")
class EmbeddingCostIT {

    private static final String BUCKET = "figures";
    private static final int ROUNDS = Integer.getInteger("figures.rounds", 15);
    private static final WeightedText TEXT = WeightedText.plain("a cat on a red mat");

    @TempDir
    private Path folder;

    @Test
    void encodingAgainstTheStore() throws Exception {
        try (var store = EmbeddedS3.start(folder, Ports.claim(0), "key", "secret-key")) {
            store.createBucket(BUCKET);
            var client = MinioClient.builder()
                    .endpoint(store.endpoint().toString())
                    .credentials("key", "secret-key")
                    .build();
            System.out.println("pack | encode ms (processor) | bytes | put | get");
            for (var pack : packs().toList()) {
                System.out.println(row(pack, client));
            }
        }
    }

    private static Stream<ModelPack> packs() {
        var given = System.getProperty("figures.packs");
        return given == null
                ? Stream.of(FixturePacks.pictograms(), FixturePacks.pack("sd15"), FixturePacks.pack("flux-dev"))
                : Arrays.stream(given.split(",", -1))
                        .map(Path::of)
                        .map(path -> ModelPack.draft(path, path.getFileName().toString()));
    }

    private static String row(ModelPack pack, MinioClient client) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        try (var encoder = TextEncoder.open(pack, SessionSettings.cpu(threads))) {
            var encode = least(() -> encoder.encode(TEXT));
            var embedding = encoder.encode(TEXT);
            var bytes = StoredEmbedding.write(embedding);
            var put = PutObjectArgs.builder().bucket(BUCKET).object(pack.name()).contentType(Events.SAFETENSORS);
            var stored = least(() -> client.putObject(put.stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                    .build()));
            var get = GetObjectArgs.builder().bucket(BUCKET).object(pack.name()).build();
            var fetched = least(() -> {
                try (var object = client.getObject(get)) {
                    return StoredEmbedding.read(object.readAllBytes(), encoder.outline(TEXT));
                }
            });
            return "%s | %s | %d | %s | %s".formatted(pack.name(), encode, bytes.length, stored, fetched);
        }
    }

    /** The least time and the least processor time of some calls: the others shared the machine. */
    private static String least(Callable<?> call) throws Exception {
        var processor = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long time = Long.MAX_VALUE;
        long cpu = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            long cpuStart = processor.getProcessCpuTime();
            call.call();
            cpu = Math.min(cpu, processor.getProcessCpuTime() - cpuStart);
            time = Math.min(time, System.nanoTime() - start);
        }
        return "%.1f (%.1f)".formatted(time / 1e6, cpu / 1e6);
    }
}
