package io.calotype.decoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.contracts.topic.Topics;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.Health;
import io.calotype.messaging.testing.TopicProbe;
import io.calotype.messaging.testing.TopicTestCase;
import io.calotype.pictures.store.ImageStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoder with the real pack, broker and store, seen from its topics. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class DecoderIT extends TopicTestCase {

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    ModelPack pack;

    @Inject
    ObjectStore store;

    private Latents latents;

    @BeforeEach
    void prepare() {
        latents = Latents.of(id, pack.digest());
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void latentsBecomeAStoredPictureAndACompletedEvent(OutputFormat format) throws Exception {
        // When
        probe.send(latents.denoised(format, Latents.tensor()));

        // Then
        var record = terminal(1).get(0);
        assertThat(TopicProbe.header(record, "ce_type")).isEqualTo(EventTypes.IMAGE_COMPLETED);
        assertThat(TopicProbe.header(record, "ce_id")).isEqualTo(id + "/0");
        var event = data(record);
        var key = "images/" + id + "/0." + format.extension();
        byte[] picture = store.get(key, 1 << 20).orElseThrow();
        assertThat(event.get("key").asText()).isEqualTo(key);
        assertThat(event.get("bucket").asText()).isEqualTo("calotype");
        assertThat(event.get("sha256").asText()).isEqualTo(sha256(picture));
        assertThat(event.get("size").asInt()).isEqualTo(picture.length);
        assertThat(event.get("content_type").asText()).isEqualTo(format.contentType());
        assertThat(event.get("seed").asLong()).isEqualTo(7);
        assertThat(event.get("timings").fieldNames()).toIterable().containsExactly("encode", "denoise", "decode");
        assertThat(event.get("prompt").asText()).isEqualTo(Latents.PROMPT);
        assertThat(UnitVector.parse(
                                "prompt_embedding",
                                event.get("prompt_embedding").asText())
                        .toArray())
                .containsExactly(0.6f, 0.8f);
        assertThat(UnitVector.parse(
                                "image_embedding", event.get("image_embedding").asText())
                        .width())
                .isEqualTo(384);
        assertThat(event.has("prompt_similarity")).isFalse(); // this prompt's embedding has another width
        var image = ImageIO.read(new ByteArrayInputStream(picture));
        assertThat(image.getWidth()).isEqualTo(128);
        assertThat(image.getHeight()).isEqualTo(64);
    }

    @Test
    void theObjectSaysWhatItIsButNotThePrompt() {
        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));
        terminal(1);

        // Then
        var object = store.stat("images/" + id + "/0.png").orElseThrow();
        assertThat(object.contentType()).isEqualTo("image/png");
        assertThat(object.userMetadata())
                .containsEntry("seed", "7")
                .containsEntry("pack-digest", pack.digest())
                .containsKey("sha256");
        assertThat(object.userMetadata().toString()).doesNotContain("secret");
        var bytes = new String(store.get(object.key(), 1 << 20).orElseThrow(), UTF_8);
        assertThat(bytes).contains("parameters\0" + Latents.PROMPT + "\nSteps: 12, Sampler: ");
    }

    @Test
    void aPictureIsRenderedWhileAnotherIsStored() {
        // Given
        QuarkusMock.installMockForType(new ImageStore(takingPicturesInPairs()), ImageStore.class);

        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));
        probe.send(Latents.of(id + "-two", pack.digest()).denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        assertThat(mine(Topics.IMAGES, 2)).allSatisfy(record -> assertThat(TopicProbe.header(record, "ce_type"))
                .isEqualTo(EventTypes.IMAGE_COMPLETED));
    }

    /** A store that keeps a picture waiting until it is given another. */
    private ObjectStore takingPicturesInPairs() {
        var given = new CyclicBarrier(2);
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("putIfAbsent")) {
                given.await(10, TimeUnit.SECONDS);
            }
            return method.invoke(store, arguments);
        };
        return (ObjectStore)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, handler);
    }

    @Test
    void theSameRecordTwiceIsOneObjectAndTheSameEventAgain() throws Exception {
        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        var events = terminal(2);
        assertThat(events).allSatisfy(event -> assertThat(TopicProbe.header(event, "ce_id"))
                .isEqualTo(id + "/0"));
        assertThat(data(events.get(0)).get("sha256"))
                .isEqualTo(data(events.get(1)).get("sha256"));
    }

    static Stream<Arguments> badLatents() {
        float[] nan = new float[16 * 4 * 8];
        nan[100] = Float.NaN;
        float[] infinite = new float[16 * 4 * 8];
        Arrays.fill(infinite, Float.POSITIVE_INFINITY);
        return Stream.of(
                Arguments.of("invalid-tensor", Tensor.ofFloats(Shape.of(16, 32), new float[512])),
                Arguments.of("invalid-tensor", Tensor.ofFloats(Shape.of(16, 8, 4), new float[512])),
                Arguments.of("invalid-tensor", Tensor.ofFloats(Shape.of(4, 4, 8), new float[128])),
                Arguments.of("invalid-tensor", Tensor.ofLongs(Shape.of(16, 4, 8), new long[512])),
                Arguments.of("not-finite", Tensor.ofFloats(Shape.of(16, 4, 8), nan)),
                Arguments.of("not-finite", Tensor.ofFloats(Shape.of(16, 4, 8), infinite)));
    }

    @ParameterizedTest
    @MethodSource("badLatents")
    void latentsThatDoNotFitFail(String problem, Tensor tensor) throws Exception {
        // When
        probe.send(latents.denoised(OutputFormat.PNG, tensor));

        // Then
        assertFailed(terminal(1).get(0), problem);
        assertThat(store.stat("images/" + id + "/0.png")).isEmpty();
    }

    @Test
    void latentsOfAnotherPackFail() throws Exception {
        // When
        probe.send(Latents.of(id, "0".repeat(64)).denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        assertFailed(terminal(1).get(0), "pack-mismatch");
    }

    @Test
    void whatCannotBeParsedIsADeadLetterAndTheNextRecordGoesOn() throws Exception {
        // Given
        var good = Latents.of(id + "-good", pack.digest());

        // When
        var sent = probe.send(latents.record(EventTypes.IMAGE_DENOISED, "not safetensors".getBytes(UTF_8)));
        probe.send(good.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        var letter = mine(Topics.deadLetters(Latents.TOPIC), 1).get(0);
        assertThat(TopicProbe.header(letter, "dead-letter-topic")).isEqualTo(Latents.TOPIC);
        assertThat(TopicProbe.header(letter, "dead-letter-partition")).isEqualTo(Integer.toString(sent.partition()));
        assertThat(TopicProbe.header(letter, "dead-letter-offset")).isEqualTo(Long.toString(sent.offset()));
        assertThat(TopicProbe.header(letter, "dead-letter-reason")).isNotBlank();
        assertThat(terminal(2))
                .extracting(event -> TopicProbe.header(event, "ce_type"))
                .containsExactlyInAnyOrder(EventTypes.IMAGE_FAILED, EventTypes.IMAGE_COMPLETED);
    }

    @Test
    void aReplayTellsTheSameEndWithTheSameBytes() {
        // Given
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));
        var first = terminal(1).get(0);

        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        assertThat(terminal(2)).allSatisfy(event -> assertThat(event.value()).isEqualTo(first.value()));
    }

    @Test
    void whatHasFailedIsNeverCompleted() {
        // Given
        var failed = latents.image().failed(new Problem(ProblemType.INTERNAL, "no memory", Stage.DENOISE, null));
        end(failed);

        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        var event = terminal(1).get(0);
        assertThat(TopicProbe.header(event, "ce_type")).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(event.value()).isEqualTo(bytes(failed));
        assertThat(store.stat("images/" + id + "/0.png")).isEmpty();
    }

    @Test
    void aPictureThatWasStoredBeforeItsImageWasCancelledIsRemoved() {
        // Given
        store.putIfAbsent("images/" + id + "/0.png", new byte[] {1}, "image/png", Map.of());
        end(latents.image().cancelled());

        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        assertThat(TopicProbe.header(terminal(1).get(0), "ce_type")).isEqualTo(EventTypes.IMAGE_CANCELLED);
        await().atMost(LIMIT).until(() -> store.stat("images/" + id + "/0.png").isEmpty());
    }

    @Test
    void aPictureWithoutAnEndIsCompletedAfterTheCrash() throws Exception {
        // Given
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));
        var before = data(terminal(1).get(0)).get("sha256");
        store.delete("ends/" + id + "/0");

        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        var again = terminal(2).get(1);
        assertThat(TopicProbe.header(again, "ce_type")).isEqualTo(EventTypes.IMAGE_COMPLETED);
        assertThat(data(again).get("sha256")).isEqualTo(before);
        assertThat(store.stat("ends/" + id + "/0")).isPresent();
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void anotherRequestNeverGetsThisOnesPicture(OutputFormat format) throws Exception {
        // Given
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));
        var first = terminal(1).get(0);

        // When
        probe.send(latents.askedBy("/another-shop", "b".repeat(64)).denoised(format, Latents.tensor()));

        // Then
        var conflict = terminal(2).get(1);
        assertThat(TopicProbe.header(conflict, "ce_id")).startsWith(id + "/0/conflict/");
        assertThat(data(conflict).get("source").asText()).isEqualTo("/another-shop");
        assertThat(data(conflict).at("/problem/type").asText()).endsWith(":conflict");
        assertThat(store.stat("images/" + id + "/0.png")).isPresent();
        assertThat(data(first).get("key").asText()).isEqualTo("images/" + id + "/0.png");
        var others = Stream.of(OutputFormat.JPEG, OutputFormat.WEBP);
        assertThat(others).allMatch(other -> store.stat("images/" + id + "/0." + other.extension())
                .isEmpty());
    }

    @Test
    void aPictureOfAnotherRequestWithoutAnEndIsNotHandedOut() throws Exception {
        // Given
        var metadata = Map.of("sha256", "c".repeat(64), "request-digest", "c".repeat(64));
        store.putIfAbsent("images/" + id + "/0.png", new byte[] {1}, "image/png", metadata);

        // When
        probe.send(latents.denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        assertThat(TopicProbe.header(terminal(1).get(0), "ce_id")).startsWith(id + "/0/conflict/");
        assertThat(store.stat("images/" + id + "/0.png")).isPresent();
        assertThat(store.stat("ends/" + id + "/0")).isEmpty();
    }

    @Test
    void aPictureToEnlargeGoesToTheUpscalerAndIsNotStored() {
        // When
        probe.send(latents.enlarged(2).denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        var record = mine(Topics.UPSCALES, 1).get(0);
        assertThat(TopicProbe.header(record, "ce_type")).isEqualTo(EventTypes.IMAGE_DECODED);
        assertThat(TopicProbe.header(record, "ce_id")).isEqualTo(id + "/0/decode");
        var drawn = DecodedPicture.of(ImageTensors.parse(ByteBuffer.wrap(record.value())));
        assertThat(drawn.pixels().shape()).isEqualTo(Shape.of(64, 128, 3));
        assertThat(drawn.task().spec().upscale()).isEqualTo(2);
        assertThat(drawn.task().timings().stages()).containsKey(Stage.DECODE);
        assertThat(drawn.packVersion()).isEqualTo(pack.settings().version());
        assertThat(Objects.requireNonNull(drawn.meaning()).prompt()).isEqualTo(Latents.PROMPT);
        assertThat(Objects.requireNonNull(drawn.shown()).embedding().width()).isEqualTo(384);
        assertThat(store.list("images/" + id)).isEmpty();
        assertThat(store.list("ends/" + id)).isEmpty();
    }

    @Test
    void aPictureThatTheUpscalerCannotEnlargeFails() throws Exception {
        // When
        probe.send(latents.enlarged(4).denoised(OutputFormat.PNG, Latents.tensor()));

        // Then
        assertFailed(terminal(1).get(0), "invalid-parameter");
    }

    @Test
    void isReadyWithModelBrokerAndStore() throws Exception {
        Health.assertReady(ready, "\"model\"", "object store", "\"failed\": 0", pack.digest());
    }

    private void assertFailed(ConsumerRecord<String, byte[]> record, String problem) throws Exception {
        assertThat(TopicProbe.header(record, "ce_type")).isEqualTo(EventTypes.IMAGE_FAILED);
        assertThat(TopicProbe.header(record, "ce_id")).isEqualTo(id + "/0");
        var json = data(record).get("problem");
        assertThat(json.get("type").asText()).endsWith(":" + problem);
        assertThat(json.get("stage").asText()).isEqualTo("decode");
    }

    private void end(ImageEnd end) {
        store.putIfAbsent("ends/" + id + "/0", end.toJson(), "application/json", Map.of());
    }

    private static byte[] bytes(ImageEnd end) {
        return Objects.requireNonNull(end.event().getData()).toBytes();
    }

    private List<ConsumerRecord<String, byte[]>> terminal(int count) {
        return mine(Topics.IMAGES, count);
    }

    private static JsonNode data(ConsumerRecord<String, byte[]> record) throws Exception {
        return new ObjectMapper().readTree(record.value());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
