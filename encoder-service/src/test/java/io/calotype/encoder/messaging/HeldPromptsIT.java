package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicTestCase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** An encoder that lets one image of a tenant go on, and holds the prompts behind it until that one has ended. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(HeldPromptsIT.OneAhead.class)
class HeldPromptsIT extends TopicTestCase {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");

    @Test
    void aBurstWaitsAndNothingWaitsBehindIt() {
        // Given
        send("-a1", "/burst", "{\"prompt\":\"a cat\"}");
        mine(EMBEDDINGS, 1);
        // When
        send("-a2", "/burst", "{\"prompt\":\"a cat\"}");
        send("-a3", "/burst", "{\"prompt\":\"a cat\"}");
        send("-refused", "/burst", "{\"prompt\":\"a cat\",\"steps\":0}");
        probe.send(Topics.PROMPTS, id + "-unreadable", "no prompt".getBytes(UTF_8));
        send("-b1", "/other", "{\"prompt\":\"a cat\"}");
        // Then
        assertThat(embedded(2)).containsExactlyInAnyOrder("-a1/0", "-b1/0");
        assertThat(mine(Topics.IMAGES, 2))
                .extracting(record -> new String(record.value(), UTF_8))
                .anyMatch(end -> end.contains("-refused") && end.contains("steps"))
                .anyMatch(end -> end.contains("-unreadable") && end.contains("malformed-event"));
        // When
        end("-a1");
        // Then
        assertThat(embedded(3)).contains("-a2/0");
        // When
        end("-b1");
        end("-a2");
        // Then
        assertThat(embedded(4)).contains("-a3/0");
        end("-a3");
    }

    private List<String> embedded(int count) {
        return mine(EMBEDDINGS, count).stream()
                .map(record -> record.key().substring(id.length()))
                .toList();
    }

    private void end(String prompt) {
        probe.send(Topics.IMAGES, id + prompt + "/0", "{}".getBytes(UTF_8));
    }

    private void send(String prompt, String source, String data) {
        var event = new ProducerRecord<>(Topics.PROMPTS, id + prompt, data.getBytes(UTF_8));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id + prompt,
                        "ce_source",
                        source,
                        "ce_type",
                        EventTypes.PROMPT_REQUESTED)
                .forEach((name, value) -> event.headers().add(name, value.getBytes(UTF_8)));
        probe.send(event);
    }

    /** Of everybody together. */
    public static final class OneAhead implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("calotype.encoder.ahead", "1");
        }
    }
}
