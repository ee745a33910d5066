package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.store.EmbeddedS3;
import io.calotype.local.process.ServiceProcess;
import io.calotype.local.stack.StackState.StoreAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Tenants that share one denoiser, on the real pipeline; runs with {@code -Dshares=true}, and takes minutes. */
@EnabledIfSystemProperty(named = "shares", matches = "true")
class FairSharesIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int SMALL = 20;
    private static final int BURST = 200;
    private static final int IMAGES = 16;
    private static final int DISPLACED = 8;
    private static final Map<String, Map<String, String>> SETTINGS = Map.of(
            "encoder", Map.of("CALOTYPE_ENCODER_AHEAD", "16"),
            "diffusion", Map.of("CALOTYPE_IN_FLIGHT", "64"),
            "decoder", Map.of());

    @TempDir
    Path folder;

    private EmbeddedS3 store;
    private OwnServices services;
    private ServiceProcess denoiser;
    private OutsideProducer producer;
    private TopicReader reader;

    @BeforeEach
    void start() {
        store = EmbeddedS3.start(folder.resolve("s3"), 0, "key", "secret");
        store.createBucket("calotype");
        var bucket = new StoreAddress(store.endpoint(), "calotype", "key", "secret");
        services = OwnServices.on(folder);
        SETTINGS.forEach((service, settings) -> {
            var process = services.start(service, bucket, settings);
            denoiser = service.equals("diffusion") ? process : denoiser;
        });
        services.awaitReady();
        producer = new OutsideProducer(services.kafka());
        reader = new TopicReader(services.kafka(), Topics.IMAGES, Topics.PROGRESS);
    }

    @AfterEach
    void stop() {
        producer.close();
        reader.close();
        services.close();
        store.close();
    }

    @Test
    void aBurstOfOneTenantDoesNotDelayAnother() {
        // Given
        small("warm-");
        var alone = Map.copyOf(displaced("alone"));
        var idle = small("idle-");
        producer.binary("first", "/large", large(DISPLACED, 100));
        for (int i = 0; i < BURST; i++) {
            producer.binary("burst-" + i, "/large", large(IMAGES, 500));
        }
        reader.await(1, LIMIT, record -> isStep(record, "first/"));
        // When
        var shared = small("shared-");
        // Then
        var first = shas(reader.awaitImages(DISPLACED, LIMIT, "first/"));
        System.out.printf(
                "%d small prompts: idle %s, behind a burst %s; %.0f images made way%n",
                SMALL, idle, shared, WholeStack.metric(denoiser, "calotype_denoise_made_way_total"));
        assertThat(first).isEqualTo(alone);
        assertThat(WholeStack.metric(denoiser, "calotype_denoise_made_way_total"))
                .isGreaterThanOrEqualTo(4);
        assertThat(shared.toMillis()).isLessThanOrEqualTo(2 * idle.toMillis());
    }

    private Map<Integer, String> displaced(String id) {
        producer.binary(id, "/large", large(DISPLACED, 100));
        return shas(reader.awaitImages(DISPLACED, LIMIT, id + "/"));
    }

    private static String large(int images, int steps) {
        return "{\"prompt\":\"a slow snail\",\"seed\":7,\"n\":%d,\"steps\":%d}".formatted(images, steps);
    }

    /** Hands in small prompts at once; returns how long the slowest of them took, which is their 99th percentile. */
    private Duration small(String prefix) {
        var asked = new HashMap<String, Instant>();
        for (int i = 0; i < SMALL; i++) {
            asked.put(prefix + i, Instant.now());
            producer.binary(prefix + i, "/small", "{\"prompt\":\"a cat\",\"seed\":" + i + ",\"steps\":20}");
        }
        reader.awaitImages(SMALL, LIMIT, prefix);
        return reader
                .await(
                        SMALL,
                        LIMIT,
                        record -> record.topic().equals(Topics.IMAGES)
                                && record.key().startsWith(prefix))
                .stream()
                .map(record -> Duration.between(
                        asked.get(record.key().substring(0, record.key().lastIndexOf('/'))),
                        Instant.ofEpochMilli(record.timestamp())))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static boolean isStep(ConsumerRecord<String, byte[]> record, String prompt) {
        return record.topic().equals(Topics.PROGRESS)
                && record.key().startsWith(prompt)
                && TopicReader.data(record).path("stage").asText().equals("denoise")
                && TopicReader.data(record).path("step").asInt() > 10;
    }

    private static Map<Integer, String> shas(List<JsonNode> ends) {
        var shas = new TreeMap<Integer, String>();
        ends.forEach(
                end -> shas.put(end.path("index").asInt(), end.path("sha256").asText()));
        return shas;
    }
}
