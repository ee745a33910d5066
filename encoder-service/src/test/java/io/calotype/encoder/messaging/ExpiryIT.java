package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.spec.ImageId;
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
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Prompts for a pack that nobody serves, and a deadline of three seconds. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(ExpiryIT.ShortDeadline.class)
class ExpiryIT extends TopicTestCase {

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final int EACH = 15; // prompts in each partition
    private static final String PROMPT = "{\"prompt\":\"a cat\",\"model\":\"other\",\"n\":2}";

    @Inject
    ObjectStore store;

    @Test
    void whatNobodyMakesExpires() throws Exception {
        // When
        probe.send(Topics.PROMPTS, id, PROMPT.getBytes(UTF_8));

        // Then
        var told = mine(Topics.IMAGES, 2);
        assertThat(told).extracting(ConsumerRecord::key).containsExactlyInAnyOrder(id + "/0", id + "/1");
        for (var event : told) {
            var problem = new ObjectMapper().readTree(event.value()).path("problem");
            assertThat(problem.path("type").asText()).isEqualTo("urn:calotype:problem:expired");
            assertThat(problem.path("stage").asText()).isEqualTo("encode");
        }
        assertThat(store.stat("ends/" + id + "/0")).isPresent();
    }

    @Test
    void promptsOfOnePartitionDoNotDelayThoseOfAnother() throws InterruptedException {
        // Given
        var due = new HashMap<String, Instant>();
        for (int i = 0; i < EACH; i++) {
            for (int partition = 0; partition < 2; partition++) {
                var key = "%s-%d-%d".formatted(id, partition, i);
                var json = "{\"prompt\":\"a cat\",\"model\":\"other\"}".getBytes(UTF_8);
                var written = probe.send(new ProducerRecord<>(Topics.PROMPTS, partition, key, json));
                due.put(key + "/0", Instant.ofEpochMilli(written.timestamp()).plus(DEADLINE));
            }
            Thread.sleep(DEADLINE.toMillis() / EACH);
        }
        // Then
        assertThat(mine(Topics.IMAGES, due.size()))
                .allSatisfy(event -> assertThat(Instant.ofEpochMilli(event.timestamp()))
                        .isBetween(due.get(event.key()), due.get(event.key()).plus(TOLERANCE)));
    }

    @Test
    void aLaterDeadlineOfItsOwnHelpsNoPrompt() {
        // When
        var patient = "{\"prompt\":\"a cat\",\"model\":\"other\",\"deadline\":\"2999-01-01T00:00:00Z\"}";
        probe.send(Topics.PROMPTS, id, patient.getBytes(UTF_8));
        // Then
        mine(Topics.IMAGES, 1);
    }

    @Test
    void whatHasEndedDoesNotExpire() {
        // Given
        var request = Events.promptRequested(PROMPT.getBytes(UTF_8), id, "/" + Topics.PROMPTS);
        var image = new RequestedImage(new ImageId(id, 0), request.origin(), RequestDigest.of(request));
        var end = image.cancelled().toJson();
        store.putIfAbsent("ends/" + id + "/0", end, "application/json", Map.of());

        // When
        probe.send(Topics.PROMPTS, id, PROMPT.getBytes(UTF_8));

        // Then
        var told = mine(Topics.IMAGES, 1);
        assertThat(told).extracting(ConsumerRecord::key).containsExactly(id + "/1");
        assertThat(store.get("ends/" + id + "/0", 1 << 20)).hasValue(end);
    }

    /** Beside the encoder's own pack there is one that has no encoder. */
    public static final class ShortDeadline implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "calotype.known-models",
                    "pictograms,other",
                    "calotype.encoder.deadline",
                    DEADLINE.toSeconds() + "s");
        }
    }
}
