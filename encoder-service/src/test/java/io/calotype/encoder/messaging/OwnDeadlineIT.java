package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicTestCase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Prompts for a pack that nobody serves, where the deployment's deadline is a day. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(OwnDeadlineIT.OtherPack.class)
class OwnDeadlineIT extends TopicTestCase {

    private static final Duration SOON = Duration.ofSeconds(3);

    @Inject
    ObjectStore store;

    @Test
    void aPromptExpiresByItsOwnDeadlineWhateverWaitsInFrontOfIt() {
        // Given
        var patient = "p-" + UUID.randomUUID();
        var deadline = Instant.now().plus(SOON);
        // When
        send(patient, Instant.now().plus(Duration.ofHours(1)));
        send(id, deadline);
        // Then
        var told = awaitEnd();
        assertThat(new String(told.value(), UTF_8)).contains("urn:calotype:problem:expired");
        assertThat(Instant.ofEpochMilli(told.timestamp())).isAfterOrEqualTo(deadline);
        assertThat(store.stat("ends/" + patient + "/0")).isEmpty();
    }

    @Test
    void aCloudEventExpiresByItsExpiryTime() {
        // Given
        var event =
                new ProducerRecord<>(Topics.PROMPTS, id, "{\"prompt\":\"a cat\",\"model\":\"other\"}".getBytes(UTF_8));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id,
                        "ce_source",
                        "/shop",
                        "ce_type",
                        EventTypes.PROMPT_REQUESTED,
                        "ce_expirytime",
                        Instant.now().plus(SOON).toString())
                .forEach((name, value) -> event.headers().add(name, value.getBytes(UTF_8)));
        // When
        probe.send(event);
        // Then
        assertThat(new String(awaitEnd().value(), UTF_8))
                .contains("urn:calotype:problem:expired", "\"source\":\"/shop\"");
    }

    @Test
    void aDeadlineThatIsOverEndsThePromptAtOnce() {
        // When
        send(id, Instant.parse("2020-01-01T00:00:00Z"));
        // Then
        assertThat(new String(awaitEnd().value(), UTF_8)).contains("urn:calotype:problem:expired");
    }

    private void send(String promptId, Instant deadline) {
        var prompt = "{\"prompt\":\"a cat\",\"model\":\"other\",\"deadline\":\"" + deadline + "\"}";
        probe.send(Topics.PROMPTS, promptId, prompt.getBytes(UTF_8));
    }

    private ConsumerRecord<String, byte[]> awaitEnd() {
        return mine(Topics.IMAGES, 1).get(0);
    }

    /** Beside the encoder's own pack there is one that has no encoder. */
    public static final class OtherPack implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("calotype.known-models", "pictograms,other");
        }
    }
}
