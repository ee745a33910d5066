package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** After an image is erased no object of the store holds its prompt's text, and the same request does not make it again. */
class ErasedImageIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String ID = "erased-image";
    private static final String TEXT = "a red apple for quixotry";
    private static final String PROMPT = "{\"prompt\":\"" + TEXT
            + "\",\"steps\":3,\"width\":64,\"height\":64,\"metadata\":{\"for\":\"" + TEXT + "\"}}";

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

    private long objectsWithText() {
        var bucket = stack.bucket();
        return bucket.allKeys().stream()
                .filter(key -> new String(bucket.get(key), StandardCharsets.UTF_8).contains(TEXT))
                .count();
    }
}
