package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceHealth;
import io.calotype.local.process.ServiceProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Images go on in another process where one stopped; runs with {@code -Dhandover=true}.
 *
 * <p>With {@code -Dhandover.images=40} and {@code -Dhandover.kills=100} denoisers are killed after each five seconds of work until
 * all 40 images are done.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "handover", matches = "true")
class HandoverIT {

    private static final int IMAGES = Integer.getInteger("handover.images", 8);
    private static final int KILLS = Integer.getInteger("handover.kills", 2);
    private static final Duration WORK =
            Duration.ofMillis(Integer.getInteger("handover.work", KILLS > 2 ? 5000 : 1500));
    private static final int STEPS = 50;
    private static final int KEPT_EVERY = 5;
    private static final int WHILE_WRITTEN = 2; // steps that are done while a trajectory is on its way to the store
    private static final int MAX_BATCH = 8;
    private static final int DENOISERS = 2;
    private static final int RECIPES = 2;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(5);
    private static final String DENOISER = "diffusion-service";

    private static final ServiceHealth HEALTH = new ServiceHealth();

    private static ChaosStack stack;
    private static List<String> alone;

    @BeforeAll
    static void start() {
        stack = new ChaosStack(
                ChaosStack.Fronts.NONE,
                Map.of(
                        "CALOTYPE_DIFFUSION_CHECKPOINT_STEPS", Integer.toString(KEPT_EVERY),
                        "CALOTYPE_DIFFUSION_MAX_BATCH", Integer.toString(MAX_BATCH)));
        stack.startServices();
        alone = new ArrayList<>();
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            for (int i = 0; i < RECIPES; i++) {
                producer.binary("alone-" + i, prompt(i));
                alone.add(
                        sha256(reader.awaitImages(1, LIMIT, "alone-" + i + "/").get(0)));
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void imagesOfKilledDenoisersGoOnFromTheirLastCheckpoint() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            publish(producer, "killed-");
            int kills = 0;
            // When
            while (kills < KILLS && ended(reader, "killed-") < IMAGES) {
                awaitStep(reader, "killed-");
                reader.after(WORK, record -> true);
                for (var denoiser : denoisers()) {
                    ProcessHandle.of(denoiser.pid()).ifPresent(ProcessHandle::destroyForcibly);
                }
                kills++;
            }
            // Then
            assertAllAsAlone(reader, "killed-");
            int twice = counts(reader, "killed-").computedTwice();
            int most = kills * DENOISERS * MAX_BATCH * (KEPT_EVERY + WHILE_WRITTEN);
            System.out.printf(
                    "%d images of %d steps, both denoisers killed %d times: %d steps computed twice, at most %d%n",
                    IMAGES, STEPS, kills, twice, most);
            assertThat(twice).isLessThanOrEqualTo(most);
            assertNothingIsLeftOver();
        }
    }

    @Test
    void aDenoiserThatIsToldToStopHandsItsImagesOver() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            var denoiser = denoisers().get(0);
            double before = WholeStack.metric(denoiser, "calotype_denoise_steps_total");
            publish(producer, "stopped-");
            await().atMost(LIMIT)
                    .until(() -> WholeStack.metric(denoiser, "calotype_denoise_steps_total") > before + MAX_BATCH);
            // When
            var took = stop(denoiser);
            // Then
            assertAllAsAlone(reader, "stopped-");
            report(reader, "stopped-", "one of two denoisers stopped under load within " + took);
            assertThat(took).isLessThan(STOPPED_WITHIN);
        }
    }

    @Test
    void aRollingRestartOfAllComputesNothingTwice() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            publish(producer, "rolled-");
            awaitStep(reader, "rolled-");
            // When
            for (var service : stack.services()) {
                stop(service);
                await().atMost(LIMIT).until(() -> HEALTH.isReady(service.spec().http()));
            }
            // Then
            assertAllAsAlone(reader, "rolled-");
            report(reader, "rolled-", "every service restarted one after the other");
        }
    }

    private static void report(TopicReader reader, String prefix, String what) {
        var counts = counts(reader, prefix);
        System.out.printf("%s: %d steps computed, %d twice%n", what, counts.computed(), counts.computedTwice());
        assertThat(counts.computedTwice()).isZero();
        assertNothingIsLeftOver();
    }

    private static Duration stop(ServiceProcess service) {
        var process = ProcessHandle.of(service.pid()).orElseThrow();
        var asked = Instant.now();
        process.destroy();
        process.onExit().join();
        return Duration.between(asked, Instant.now());
    }

    private static List<ServiceProcess> denoisers() {
        return stack.services().stream()
                .filter(service -> service.spec().name().startsWith(DENOISER))
                .toList();
    }

    private static void publish(OutsideProducer producer, String prefix) {
        for (int i = 0; i < IMAGES; i++) {
            producer.binary(prefix + i, prompt(i % RECIPES));
        }
    }

    private static String prompt(int recipe) {
        return "{\"prompt\":\"a red apple\",\"seed\":%d,\"steps\":%d,\"width\":128,\"height\":128}"
                .formatted(recipe, STEPS);
    }

    /** Waits for a step that is computed from now on. */
    private static void awaitStep(TopicReader reader, String prefix) {
        int seen = counts(reader, prefix).computed();
        await().atMost(LIMIT).until(() -> counts(reader, prefix).computed() > seen || ended(reader, prefix) == IMAGES);
    }

    private static StepCounts counts(TopicReader reader, String prefix) {
        return new StepCounts(
                reader.after(Duration.ofMillis(200), record -> true).toList(), prefix);
    }

    private static long ended(TopicReader reader, String prefix) {
        return reader.after(Duration.ZERO, record -> record.topic().equals(Topics.IMAGES))
                .map(record -> record.key())
                .filter(key -> key.startsWith(prefix))
                .distinct()
                .count();
    }

    private static void assertAllAsAlone(TopicReader reader, String prefix) {
        assertThat(reader.awaitImages(IMAGES, LIMIT, prefix)).allSatisfy(image -> {
            var id = image.path("image_id").asText();
            int i = Integer.parseInt(id.substring(prefix.length(), id.indexOf('/')));
            assertThat(sha256(image)).isEqualTo(alone.get(i % RECIPES));
        });
    }

    private static void assertNothingIsLeftOver() {
        var bucket = new Bucket(stack.store());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(bucket.leftOvers()).isEmpty());
    }

    private static String sha256(JsonNode image) {
        assertThat(image.has("sha256")).as("completed: %s", image).isTrue();
        return image.path("sha256").asText();
    }
}
