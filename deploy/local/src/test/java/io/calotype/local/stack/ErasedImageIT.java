package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** After an image is erased no object of the store holds its prompt's text, and the same request does not make it again. */
class ErasedImageIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ID = "erased-image";
    private static final String TEXT = "a red apple for quixotry";
    private static final String PROMPT = "{\"prompt\":\"" + TEXT
            + "\",\"steps\":3,\"keep_steps\":1,\"width\":64,\"height\":64,\"metadata\":{\"for\":\"" + TEXT + "\"}}";

    private static final String SLOW_PROMPT =
            "{\"prompt\":\"" + TEXT + "\",\"n\":2,\"steps\":500,\"width\":256,\"height\":256}";

    private final WholeStack stack = WholeStack.running();

    @Test
    void leavesNothingInTheStoreAndIsNotMadeAgain() throws Exception {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES)) {
            // Given
            producer.binary(ID, PROMPT);
            reader.awaitImages(1, LIMIT, ID);
            assertThat(objectsWithText()).isNotZero();

            // When
            var request = HttpRequest.newBuilder(stack.gateway().resolve("/v1/images/" + ID + "/0"))
                    .DELETE();
            var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(objectsWithText()).isZero();

            // When
            producer.binary(ID, PROMPT);

            // Then
            var ends = reader.await(3, LIMIT, record -> record.key().startsWith(ID));
            assertThat(ends)
                    .extracting(end -> TopicReader.data(end).at("/problem/type").asText())
                    .containsExactly("", "urn:calotype:problem:erased", "urn:calotype:problem:erased");
            assertThat(stack.bucket().keys(ID)).isEmpty();
        }
    }

    @Test
    void aPromptThatItsSenderHasErasedIsStoppedAndLeavesNothingInTheStore() {
        try (var producer = new OutsideProducer(stack.kafka());
                var reader = new TopicReader(stack.kafka(), Topics.IMAGES, Topics.PROGRESS)) {
            // Given
            var id = "erased-prompt";
            producer.binary(id, SLOW_PROMPT);
            reader.await(
                    1,
                    LIMIT,
                    record -> record.topic().equals(Topics.PROGRESS)
                            && record.key().startsWith(id)
                            && TopicReader.data(record).path("stage").asText().equals("denoise")
                            && TopicReader.data(record).path("step").asInt() > 1);
            // When
            producer.erase(id);
            // Then
            await().atMost(LIMIT).untilAsserted(() -> assertThat(events(reader, id))
                    .extracting(end -> TopicReader.header(end, "ce_id"))
                    .contains(id + "/0", id + "/0/erased", id + "/1", id + "/1/erased"));
            assertThat(events(reader, id))
                    .extracting(end -> TopicReader.data(end).at("/problem/type").asText())
                    .containsOnly("urn:calotype:problem:erased");
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(objectsWithText()).isZero());
            await().atMost(LIMIT).untilAsserted(() -> assertThat(stack.bucket().allKeys())
                    .noneMatch(key -> key.contains(id) && !key.startsWith("ends/")));
        }
    }

    private static List<ConsumerRecord<String, byte[]>> events(TopicReader reader, String id) {
        return reader.after(
                        Duration.ofMillis(500),
                        record -> record.topic().equals(Topics.IMAGES)
                                && record.key().startsWith(id))
                .toList();
    }

    private long objectsWithText() {
        var bucket = stack.bucket();
        return bucket.allKeys().stream()
                .filter(key -> new String(bucket.get(key), StandardCharsets.UTF_8).contains(TEXT))
                .count();
    }
}
