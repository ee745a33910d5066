package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.chaos.Rules;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.StackState.StoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How much faster more denoisers are while there is a backlog, with a model whose calls take 100 ms in which nothing is computed:
 * what is lost is lost to Kafka, the object store and the sharing of work. Prints a table.
 *
 * <p>Runs with {@code -Dscaling=true}, and wants a quiet machine with 6 GB of memory to spare.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
@EnabledIfSystemProperty(named = "scaling", matches = "true")
class ScalingIT {

    private static final List<Integer> DENOISERS = List.of(1, 2, 4, 8, 16);
    private static final int PARTITIONS = 64;
    private static final int IMAGES_PER_DENOISER = 100;
    private static final int IMAGES_PER_PROMPT = 4;
    private static final Duration WINDOW = Duration.ofSeconds(40);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double LEAST = 0.95;
    private static final String PROMPT = "{\"prompt\":\"a red apple\",\"n\":4,\"steps\":20,\"width\":64,\"height\":64}";
    private static final String STEPS = "calotype_denoise_step_seconds_count";

    @TempDir
    Path folder;

    @Test
    void sixteenDenoisersDoFifteenTimesTheWorkOfOne() throws Exception {
        var rates = new ArrayList<Double>();
        System.out.println("denoisers  steps/s  efficiency");
        for (int denoisers : DENOISERS) {
            double rate = rate(denoisers);
            rates.add(rate);
            System.out.printf("%9d  %7.1f  %10.3f%n", denoisers, rate, rate / denoisers / rates.get(0));
        }
        int most = DENOISERS.get(DENOISERS.size() - 1);
        assertThat(rates.get(rates.size() - 1) / most / rates.get(0)).isGreaterThanOrEqualTo(LEAST);
    }

    /** Steps of images per second. */
    private double rate(int denoisers) throws Exception {
        var own = Files.createDirectories(folder.resolve("denoisers-" + denoisers));
        try (var store = EmbeddedS3.start(own.resolve("s3"), 0, "key", "secret");
                var services = OwnServices.on(own, PARTITIONS)) {
            store.createBucket("calotype");
            var bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
            fill(services, bucket, denoisers * IMAGES_PER_DENOISER);
            var processes = new ArrayList<ServiceProcess>();
            for (int i = 0; i < denoisers; i++) {
                processes.add(services.start("diffusion", bucket, settings()));
            }
            await().atMost(LIMIT).until(() -> processes.stream().allMatch(ScalingIT::hasMadeAnImage));
            long start = System.nanoTime();
            double before = steps(processes);
            TimeUnit.NANOSECONDS.sleep(WINDOW.toNanos());
            double seconds = (System.nanoTime() - start) / 1e9;
            return (steps(processes) - before) / seconds;
        }
    }

    /** One image in each call, so that a step is an image's. */
    private static Map<String, String> settings() {
        var settings = new HashMap<>(Rules.environment(Rules.MODEL_CALLS_WAIT));
        settings.put("CALOTYPE_DIFFUSION_MAX_BATCH", "1");
        settings.put("CALOTYPE_ONNX_INTRA_OP_THREADS", "1");
        return settings;
    }

    /** Writes embeddings that wait for denoisers, by an encoder that is gone when these begin. */
    private static void fill(OwnServices services, StoreAddress bucket, int images) {
        var encoder = services.start("encoder", bucket, Map.of());
        encoder.firstReady().join();
        try (var producer = new OutsideProducer(services.kafka())) {
            for (int i = 0; i < images / IMAGES_PER_PROMPT; i++) {
                producer.binary("scaling-" + i, PROMPT);
            }
        }
        await().atMost(LIMIT).until(() -> records(services.kafka(), Topics.embeddings("pictograms")) >= images);
        encoder.close();
    }

    private static boolean hasMadeAnImage(ServiceProcess denoiser) {
        return denoiser.firstReady().isDone() && WholeStack.metric(denoiser, "calotype_denoise_images_total") > 0;
    }

    private static double steps(List<ServiceProcess> denoisers) {
        return denoisers.stream()
                .mapToDouble(denoiser -> WholeStack.metric(denoiser, STEPS))
                .sum();
    }

    private static long records(String kafka, String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
