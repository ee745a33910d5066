package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.local.process.ServiceHealth;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost and nothing is there twice when services are killed, or when broker or store go away.
 *
 * <p>With {@code -Doutage=300} the broker is away for five minutes; else until every service has noticed.
 */
class KillIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
    private static final Duration RESUMED_WITHIN = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("outage", 0));
    private static final int PROMPTS = 40;
    private static final int TERMINATED = 143; // 128 and the signal's number

    private final WholeStack stack = WholeStack.running();
    private final ServiceHealth health = new ServiceHealth();

    @Test
    void everyServiceIsKilledOnceWhileFortyPromptsRun() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            int before = stack.deaths();
            publish(producer, 0, PROMPTS / 2);
            kill("encoder-service");
            publish(producer, PROMPTS / 2, PROMPTS);
            // When
            reader.awaitImages(5, LIMIT, "kill-");
            kill("diffusion-service");
            reader.awaitImages(15, LIMIT, "kill-");
            kill("decoder-service");
            // Then
            assertAllCompletedOnce(reader, "kill-");
            assertThat(stack.deaths() - before).isEqualTo(3);
        }
    }

    @Test
    @Tag("long")
    void everyServiceThatIsToldToStopDoesSoInTimeAndLosesNothing() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            int before = stack.deaths();
            for (int i = 0; i < PROMPTS; i++) {
                producer.binary("stop-" + i, prompt(i));
            }
            // When
            stop("encoder-service");
            reader.awaitImages(5, LIMIT, "stop-");
            stop("diffusion-service");
            reader.awaitImages(15, LIMIT, "stop-");
            stop("decoder-service");
            // Then
            assertAllCompletedOnce(reader, "stop-");
            assertThat(stack.exitCodes().stream().skip(before)).containsExactly(TERMINATED, TERMINATED, TERMINATED);
        }
    }

    @Test
    void brokerAndStoreGoAwayAndComeBack() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            int before = stack.deaths();
            for (int i = 0; i < PROMPTS; i++) {
                producer.binary("outage-" + i, prompt(i));
            }
            reader.awaitImages(3, LIMIT, "outage-");
            // When
            stack.backbone().withoutStore(() -> stack.awaitNotReady("decoder-service"));
            reader.awaitImages(10, LIMIT, "outage-");
            stack.backbone().withoutBroker(this::assertAliveAndNotReady);
            producer.binary("resumed", "{\"prompt\":\"refused before it waits for anything\",\"steps\":0}");
            // Then
            reader.awaitImages(1, RESUMED_WITHIN, "resumed/");
            await().atMost(RESUMED_WITHIN).until(() -> stack.services().stream().allMatch(health::isReady));
            assertAllCompletedOnce(reader, "outage-");
            assertThat(stack.deaths()).isEqualTo(before);
        }
    }

    /** Every service notices that the broker is gone, and lives on for as long as it is. */
    private void assertAliveAndNotReady() {
        await().failFast("a service is not alive", () -> !stack.services().stream()
                        .allMatch(WholeStack::isAlive))
                .during(OUTAGE)
                .atMost(OUTAGE.plusSeconds(30))
                .until(() -> stack.services().stream().noneMatch(health::isReady));
    }

    private void assertAllCompletedOnce(TopicReader reader, String prefix) {
        assertThat(reader.awaitImages(PROMPTS, LIMIT, prefix))
                .hasSize(PROMPTS)
                .allSatisfy(image -> assertThat(image.has("sha256")).isTrue());
        assertThat(stack.bucket().keys(prefix)).hasSize(PROMPTS);
        // Duplicates of an event are allowed, with the same id and content; other images and states are not.
        assertThat(reader.after(Duration.ofSeconds(2), record -> record.key().startsWith(prefix)))
                .allSatisfy(record -> {
                    assertThat(TopicReader.header(record, "ce_type")).isEqualTo("io.calotype.image.completed.v1");
                    assertThat(TopicReader.header(record, "ce_id")).isEqualTo(record.key());
                })
                .extracting(record -> record.key() + TopicReader.data(record).path("sha256"))
                .satisfies(seen -> assertThat(seen.stream().distinct()).hasSize(PROMPTS));
    }

    private static void publish(OutsideProducer producer, int from, int to) {
        for (int i = from; i < to; i++) {
            producer.binary("kill-" + i, prompt(i));
        }
    }

    private static String prompt(int i) {
        return "{\"prompt\":\"apple number %d\",\"seed\":%d,\"steps\":8,\"width\":128,\"height\":128}".formatted(i, i);
    }

    private void stop(String name) {
        var process = ProcessHandle.of(stack.service(name).pid()).orElseThrow();
        process.destroy();
        assertThat(process.onExit()).succeedsWithin(STOPPED_WITHIN);
    }

    private void kill(String name) {
        ProcessHandle.of(stack.service(name).pid()).orElseThrow().destroyForcibly();
    }
}
