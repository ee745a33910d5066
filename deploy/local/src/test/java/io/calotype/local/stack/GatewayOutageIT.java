package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was accepted over HTTP is accepted, whatever happens to the broker; what was not is not. */
@Tag("long")
class GatewayOutageIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PROMPTS = 60;
    private static final int CLIENTS = 4;

    private final WholeStack stack = WholeStack.running();

    @Test
    void theBrokerGoesAwayAndComesBackWhilePromptsAreHandedIn() {
        try (var reader = new TopicReader(stack.kafka(), Topics.PROMPTS, Topics.IMAGES)) {
            // Given
            var load = new HttpLoad(stack.gateway(), "outage");
            load.start(CLIENTS, PROMPTS);
            await().atMost(LIMIT).until(() -> load.accepted().size() >= PROMPTS / 6);
            // When
            var away = new AtomicReference<>(Instant.MAX);
            var back = new AtomicReference<>(Instant.MIN);
            stack.backbone().withoutBroker(() -> {
                away.set(Instant.now());
                await().atMost(LIMIT).until(() -> refusedAfter(away.get(), load));
                back.set(Instant.now());
            });
            load.join();
            // Then
            assertThat(load.exchanges()).allSatisfy(exchange -> {
                assertThat(exchange.status()).isIn(202, 503);
                assertThat(exchange.took()).isLessThan(PATIENCE);
                assertThat(exchange.saysWhenToComeBack()).isEqualTo(exchange.status() == 503);
            });
            assertThat(load.exchanges())
                    .filteredOn(exchange ->
                            exchange.from().isAfter(away.get()) && exchange.to().isBefore(back.get()))
                    .isNotEmpty()
                    .allSatisfy(exchange -> assertThat(exchange.status()).isEqualTo(503));
            assertEveryAcceptedPromptEndsAndNoOtherLives(reader, load);
        }
    }

    private static boolean refusedAfter(Instant instant, HttpLoad load) {
        return load.exchanges().stream()
                .anyMatch(exchange -> exchange.from().isAfter(instant) && exchange.status() == 503);
    }

    /** A prompt that the broker took without saying so in time may be there, but it was cancelled. */
    private static void assertEveryAcceptedPromptEndsAndNoOtherLives(TopicReader reader, HttpLoad load) {
        await().atMost(LIMIT).until(() -> ends(reader, load)
                .map(record -> promptId(record.key()))
                .collect(Collectors.toSet())
                .equals(load.accepted()));
        assertThat(ends(reader, load)).allSatisfy(record -> assertThat(TopicReader.header(record, "ce_type"))
                .isEqualTo("io.calotype.image.completed.v1"));
        var others =
                reader.after(Duration.ofSeconds(2), record -> !load.accepted().contains(promptId(record.key())));
        assertThat(others.filter(record -> record.topic().equals(Topics.IMAGES)))
                .allSatisfy(record ->
                        assertThat(TopicReader.header(record, "ce_type")).isEqualTo("io.calotype.image.cancelled.v1"));
    }

    private static Stream<ConsumerRecord<String, byte[]>> ends(TopicReader reader, HttpLoad load) {
        return reader.after(
                Duration.ofMillis(500),
                record ->
                        record.topic().equals(Topics.IMAGES) && load.accepted().contains(promptId(record.key())));
    }

    private static String promptId(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }
}
