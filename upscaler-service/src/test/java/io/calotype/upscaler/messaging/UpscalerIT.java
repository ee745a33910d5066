package io.calotype.upscaler.messaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.Health;
import io.calotype.messaging.testing.TopicProbe;
import io.calotype.messaging.testing.TopicTestCase;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The upscaler with the shipped model, a real broker and a real store, seen from its topics. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class UpscalerIT extends TopicTestCase {

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    ObjectStore store;

    private Drawn drawn;

    @BeforeEach
    void prepare() {
        drawn = Drawn.of(id);
    }

    @Override
    protected Duration limit() {
        return Duration.ofSeconds(60);
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void aDrawnPictureBecomesTwoStoredOnesAndACompletedEvent(OutputFormat format) throws Exception {
        // When
        probe.send(drawn.in(format));

        // Then
        var record = terminal(1).get(0);
        assertThat(TopicProbe.header(record, "ce_type")).isEqualTo(EventTypes.IMAGE_COMPLETED);
        assertThat(TopicProbe.header(record, "ce_id")).isEqualTo(id + "/0");
        var event = data(record);
        assertThat(event.get("upscale").asInt()).isEqualTo(2);
        assertThat(event.get("width").asInt()).isEqualTo(96);
        assertThat(event.get("key").asText()).isEqualTo("images/" + id + "/0." + format.extension());
        assertThat(event.at("/original/key").asText()).isEqualTo("images/" + id + "/0.original." + format.extension());
        assertThat(event.get("content_type").asText()).isEqualTo(format.contentType());
        assertThat(event.get("safety").asText()).isEqualTo("passed");
        assertThat(event.get("prompt").asText()).isEqualTo(Drawn.PROMPT);
        assertThat(event.has("prompt_embedding")).isTrue();
        assertThat(event.get("prompt_similarity").asDouble()).isEqualTo(0.5);
        assertThat(event.get("timings").fieldNames()).toIterable().containsExactly("decode", "upscale");
        assertIsPicture(event, 192, 128);
        assertIsPicture(event.get("original"), 96, 64);
    }

    private void assertIsPicture(JsonNode object, int width, int height) throws Exception {
        var file = file(object);
        assertThat(object.get("sha256").asText()).isEqualTo(Sha256.hex(file));
        assertThat(object.get("size").asInt()).isEqualTo(file.length);
        var picture = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
    }

    @Test
    void bothFilesSayHowTheyWereMade() throws Exception {
        // When
        probe.send(drawn.in(OutputFormat.PNG));
        var event = data(terminal(1).get(0));

        // Then
        var enlarged = new String(file(event), ISO_8859_1);
        var original = new String(file(event.get("original")), ISO_8859_1);
        assertThat(enlarged)
                .contains("parameters\0" + Drawn.PROMPT)
                .contains("Postprocess upscale by: 2, Postprocess upscaler: rdn-2x")
                .contains("\"upscale\":2,\"upscaler\":{\"name\":\"rdn-2x\"")
                .contains("trainedAlgorithmicMedia");
        assertThat(original)
                .contains("parameters\0" + Drawn.PROMPT)
                .contains("\"versions\":{\"calotype\":")
                .contains("\"pack\":\"1.2.0\"")
                .contains("trainedAlgorithmicMedia")
                .doesNotContain("upscale");
    }

    @Test
    void progressCountsTheTiles() {
        // When
        probe.send(drawn.sized(320, 64).in(OutputFormat.PNG));
        terminal(1);

        // Then
        assertThat(mine(Topics.PROGRESS, 3))
                .extracting(record -> data(record).get("step") + " of "
                        + data(record).get("steps") + " in "
                        + data(record).get("stage").asText())
                .containsExactly("1 of 3 in upscale", "2 of 3 in upscale", "3 of 3 in upscale");
    }

    @Test
    void theSameRecordTwiceIsOneEndWithTheSameBytes() {
        // When
        probe.send(drawn.in(OutputFormat.PNG));
        probe.send(drawn.in(OutputFormat.PNG));

        // Then
        var events = terminal(2);
        assertThat(events.get(1).value()).isEqualTo(events.get(0).value());
    }

    @Test
    void picturesWithoutAnEndAreCompletedAfterTheCrash() {
        // Given
        probe.send(drawn.in(OutputFormat.PNG));
        var before = data(terminal(1).get(0));
        store.delete("ends/" + id + "/0");

        // When
        probe.send(drawn.in(OutputFormat.PNG));

        // Then
        var again = data(terminal(2).get(1));
        assertThat(again.get("sha256")).isEqualTo(before.get("sha256"));
        assertThat(again.get("original")).isEqualTo(before.get("original"));
        assertThat(store.stat("ends/" + id + "/0")).isPresent();
    }

    @Test
    void whatWasStoredBeforeItsImageWasCancelledIsRemoved() {
        // Given
        store.putIfAbsent("images/" + id + "/0.png", new byte[] {1}, "image/png", Map.of());
        store.putIfAbsent("images/" + id + "/0.original.png", new byte[] {1}, "image/png", Map.of());
        end(drawn.image().cancelled());

        // When
        probe.send(drawn.in(OutputFormat.PNG));

        // Then
        assertThat(TopicProbe.header(terminal(1).get(0), "ce_type")).isEqualTo(EventTypes.IMAGE_CANCELLED);
        await().atMost(LIMIT).until(() -> store.list("images/" + id).isEmpty());
    }

    @Test
    void anImageThatIsCancelledMeanwhileEndsSoWithTheReason() {
        // Given
        var another = KafkaMessageFactory.<String>createWriter(Topics.CANCELLATIONS, id)
                .writeBinary(Events.of(new PromptCancelled(id, 1, "not this one", Owners.PIPELINE)));
        var cancelled = KafkaMessageFactory.<String>createWriter(Topics.CANCELLATIONS, id)
                .writeBinary(Events.of(new PromptCancelled(id, 0, "too dark", Owners.PIPELINE)));
        probe.send(another);
        probe.send(drawn.sized(576, 576).in(OutputFormat.PNG)); // what fits into a record
        mine(Topics.PROGRESS, 1);

        // When
        probe.send(cancelled);

        // Then
        var end = terminal(1).get(0);
        assertThat(TopicProbe.header(end, "ce_type")).isEqualTo(EventTypes.IMAGE_CANCELLED);
        assertThat(data(end).get("reason").asText()).isEqualTo("too dark");
        await().atMost(LIMIT).until(() -> store.list("images/" + id).isEmpty());
    }

    @Test
    void anotherRequestNeverGetsThisOnesPicture() {
        // Given
        probe.send(drawn.in(OutputFormat.PNG));
        terminal(1);

        // When
        probe.send(drawn.askedBy("/another-shop", "b".repeat(64)).in(OutputFormat.PNG));

        // Then
        var conflict = terminal(2).get(1);
        assertThat(TopicProbe.header(conflict, "ce_id")).startsWith(id + "/0/conflict/");
        assertThat(store.list("images/" + id)).hasSize(2);
    }

    @Test
    void anotherFactorThanTheModelsFails() {
        // When
        probe.send(drawn.enlarged(4).in(OutputFormat.PNG));

        // Then
        var problem = data(terminal(1).get(0)).get("problem");
        assertThat(problem.get("type").asText()).isEqualTo("urn:calotype:problem:invalid-parameter");
        assertThat(problem.get("stage").asText()).isEqualTo("upscale");
        assertThat(problem.get("detail").asText()).isEqualTo("upscale is 4; the upscaler's is 2");
    }

    @Test
    void whatCannotBeParsedIsADeadLetterAndTheNextRecordGoesOn() {
        // When
        probe.send(drawn.record("not safetensors".getBytes(UTF_8)));
        probe.send(Drawn.of(id + "-good").in(OutputFormat.PNG));

        // Then
        assertThat(mine(Topics.deadLetters(Topics.UPSCALES), 1)).hasSize(1);
        assertThat(terminal(2))
                .extracting(event -> TopicProbe.header(event, "ce_type"))
                .containsExactlyInAnyOrder(EventTypes.IMAGE_FAILED, EventTypes.IMAGE_COMPLETED);
    }

    @Test
    void isReadyWithModelBrokerAndStore() throws Exception {
        Health.assertReady(ready, "\"model\"", "object store", "\"failed\": 0", "rdn-2x");
    }

    private void end(ImageEnd end) {
        store.putIfAbsent("ends/" + id + "/0", end.toJson(), "application/json", Map.of());
    }

    private byte[] file(JsonNode object) {
        return store.get(object.get("key").asText(), 1 << 22).orElseThrow();
    }

    private List<ConsumerRecord<String, byte[]>> terminal(int count) {
        return mine(Topics.IMAGES, count);
    }

    private static JsonNode data(ConsumerRecord<String, byte[]> record) {
        try {
            return new ObjectMapper().readTree(record.value());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
