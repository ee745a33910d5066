package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.tensor.SafetensorsReader;
import io.calotype.contracts.topic.TopicSpec;
import io.calotype.contracts.topic.Topics;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One prompt event becomes one picture, in every form that an outside system may send it. */
class StackIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SMALL = "\"steps\":3,\"width\":64,\"height\":64";

    private final WholeStack stack = WholeStack.running();
    private OutsideProducer producer;
    private TopicReader reader;

    @BeforeEach
    void connect() {
        producer = new OutsideProducer(stack.kafka());
        reader = new TopicReader(
                stack.kafka(),
                Topics.IMAGES,
                Topics.PROGRESS,
                Topics.embeddings(WholeStack.MODEL),
                Topics.latents(WholeStack.MODEL),
                Topics.deadLetters(Topics.PROMPTS));
    }

    @AfterEach
    void disconnect() {
        producer.close();
        reader.close();
    }

    @Test
    void aBinaryEventGivesItsImagesInThePacksSize() throws Exception {
        // When
        producer.binary(
                "binary-1",
                "{\"prompt\":\"a red apple\",\"seed\":18446744073709551615,\"n\":2,\"steps\":4,\"metadata\":{\"order\":7}}");
        // Then
        var images = reader.awaitImages(2, SOON, "binary-1/");
        assertThat(images)
                .extracting(image -> image.path("seed").asText())
                .containsExactly("18446744073709551615", "0");
        for (var image : images) {
            assertStored(image, 256, 256);
            assertThat(image.path("source").asText()).isEqualTo("https://shop.example/orders");
            assertThat(image.path("metadata").path("order").asInt()).isEqualTo(7);
            assertThat(image.path("timings").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("encode", "denoise", "decode");
        }
        assertThat(reader.await(
                        2,
                        SOON,
                        record -> record.topic().equals(Topics.IMAGES)
                                && record.key().startsWith("binary-1/")))
                .allSatisfy(record -> {
                    assertThat(TopicReader.header(record, "ce_type")).isEqualTo("io.calotype.image.completed.v1");
                    assertThat(TopicReader.header(record, "ce_id")).isEqualTo(record.key());
                    assertThat(TopicReader.header(record, "ce_source")).isEqualTo("/calotype");
                });
    }

    @Test
    void aPictureHoldsItsParameters() {
        // When
        producer.binary("parameters-1", "{\"prompt\":\"a blue car\",\"seed\":7,\"guidance_scale\":2.5," + SMALL + "}");
        // Then
        var image = reader.awaitImages(1, SOON, "parameters-1/").get(0);
        var png = new String(stack.bucket().get(image.path("key").asText()), StandardCharsets.ISO_8859_1);
        assertThat(png).contains("parameters\0a blue car\nSteps: 3, ").contains("CFG scale: 2.5, Seed: 7, Size: 64x64");
        assertThat(png)
                .contains("\"seed\":7")
                .contains("\"pack_digest\":\"" + image.path("pack_digest").asText());
    }

    @Test
    void aStructuredEventKeepsItsSubject() throws Exception {
        // When
        producer.structured(
                "structured-1", "order/42", "{\"prompt\":\"a cat\",\"output_format\":\"webp\"," + SMALL + "}");
        // Then
        var image = reader.awaitImages(1, SOON, "structured-1/").get(0);
        assertThat(image.path("subject").asText()).isEqualTo("order/42");
        assertThat(image.path("content_type").asText()).isEqualTo("image/webp");
        assertThat(new String(stack.bucket().get("images/structured-1/0.webp"), StandardCharsets.ISO_8859_1))
                .startsWith("RIFF");
    }

    @Test
    void bareJsonIsNamedByItsKeyOrItsPlace() throws Exception {
        // When
        producer.bare("bare-1", "{\"prompt\":\"a dog\",\"output_format\":\"jpeg\"," + SMALL + "}");
        var sent = producer.bare(null, "{\"prompt\":\"a dog\"," + SMALL + "}");
        // Then
        var named = reader.awaitImages(1, SOON, "bare-1/").get(0);
        assertThat(stack.bucket().stat(named.path("key").asText()).contentType())
                .isEqualTo("image/jpeg");
        var place = "calotype.prompts-%d-%d-%d/0".formatted(sent.partition(), sent.offset(), sent.timestamp());
        assertStored(reader.awaitImages(1, SOON, place).get(0), 64, 64);
    }

    @Test
    void everyStageTellsItsProgressAndItsTensorsAreSafetensors() {
        // When
        producer.binary("stages-1", "{\"prompt\":\"a house\"," + SMALL + "}");
        // Then
        reader.awaitImages(1, SOON, "stages-1/");
        var progress = reader.await(
                3,
                SOON,
                record -> record.topic().equals(Topics.PROGRESS) && record.key().equals("stages-1/0"));
        assertThat(progress)
                .extracting(record -> TopicReader.data(record).path("stage").asText())
                .contains("encode", "denoise");
        assertThat(tensors(Topics.embeddings(WholeStack.MODEL), "stages-1/0")).contains("prompt_embeds");
        assertThat(tensors(Topics.latents(WholeStack.MODEL), "stages-1/0"))
                .containsExactlyInAnyOrder("latents", "pooled_prompt_embeds");
    }

    @Test
    void aRecordThatNobodyCanReadIsADeadLetterAndTheNextOneGoesOn() {
        // When
        var poison = producer.bare("poison-1", "{ this is not JSON: the secret word is abracadabra");
        producer.bare("after-poison-1", "{\"prompt\":\"a tree\"," + SMALL + "}");
        // Then
        assertThat(reader.awaitImages(1, SOON, "after-poison-1/").get(0).has("sha256"))
                .isTrue();
        var letter = reader.await(1, SOON, record -> record.topic().equals(Topics.deadLetters(Topics.PROMPTS)))
                .get(0);
        assertThat(letter.value()).asString(StandardCharsets.UTF_8).startsWith("{ this is not JSON");
        assertThat(TopicReader.header(letter, "dead-letter-topic")).isEqualTo(Topics.PROMPTS);
        assertThat(TopicReader.header(letter, "dead-letter-partition")).isEqualTo("" + poison.partition());
        assertThat(TopicReader.header(letter, "dead-letter-offset")).isEqualTo("" + poison.offset());
        assertThat(TopicReader.header(letter, "dead-letter-reason"))
                .isNotEmpty()
                .doesNotContain("abracadabra");
        assertThat(letter.headers()).allSatisfy(header -> assertThat(header.value())
                .asString(StandardCharsets.UTF_8)
                .doesNotContain("abracadabra"));
    }

    @Test
    void aRequestOutsideTheLimitsFailsWithItsProblem() {
        // When
        producer.binary("limits-1", "{\"prompt\":\"x\",\"steps\":501,\"n\":4}");
        producer.binary("limits-2", "{\"prompt\":\"x\",\"colour\":\"red\"}");
        producer.binary("limits-3", "{\"prompt\":\"x\",\"model\":\"nobody\"}");
        producer.binary("limits-4", "{\"prompt\":\"x\",\"width\":65}");
        // Then
        assertProblem("limits-1/0", "limit-exceeded", "steps is 501; it must be from 1 to 500");
        assertProblem("limits-2/0", "unknown-field", "colour");
        assertProblem("limits-3/0", "unknown-model", "");
        assertProblem("limits-4/0", "invalid-parameter", "width is 65; it must be a multiple of");
        assertThat(stack.bucket().keys("limits-")).isEmpty();
    }

    @Test
    void aPromptThatIsPublishedAgainIsToldTheSameEndWithinFiveSeconds() {
        // Given
        producer.binary("again-1", "{\"prompt\":\"a tree\",\"seed\":7," + SMALL + "}");
        var first = reader.await(1, SOON, record -> isEnd(record, "again-1/0")).get(0);
        // When
        producer.binary("again-1", "{\"prompt\":\"a tree\",\"seed\":7," + SMALL + "}");
        // Then
        var told = reader.await(2, Duration.ofSeconds(5), record -> isEnd(record, "again-1/0"));
        assertThat(told.get(1).value()).isEqualTo(first.value());
        assertThat(TopicReader.header(told.get(1), "ce_id")).isEqualTo("again-1/0");
        // When
        producer.binary("again-1", "{\"prompt\":\"a tree\",\"seed\":8," + SMALL + "}");
        // Then
        var conflict =
                reader.await(3, SOON, record -> isEnd(record, "again-1/0")).get(2);
        assertThat(TopicReader.header(conflict, "ce_id")).startsWith("again-1/0/conflict/");
        assertThat(TopicReader.data(conflict).at("/problem/type").asText()).isEqualTo("urn:calotype:problem:conflict");
    }

    private static boolean isEnd(ConsumerRecord<String, byte[]> record, String imageId) {
        return record.topic().equals(Topics.IMAGES) && record.key().equals(imageId);
    }

    @Test
    void theTopicsAreThoseOfTheContract() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", stack.kafka()))) {
            assertThat(admin.listTopics().names().get())
                    .containsExactlyInAnyOrderElementsOf(Topics.all(List.of(WholeStack.MODEL)).stream()
                            .map(TopicSpec::name)
                            .toList());
        }
    }

    private void assertStored(JsonNode image, int width, int height) throws Exception {
        var key = image.path("key").asText();
        assertThat(key).isEqualTo("images/" + image.path("image_id").asText() + ".png");
        var bytes = stack.bucket().get(key);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(image.path("sha256").asText());
        assertThat(image.path("size").asInt()).isEqualTo(bytes.length);
        var picture = ImageIO.read(new ByteArrayInputStream(bytes));
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(width, height);
        assertThat(List.of(image.path("width").asInt(), image.path("height").asInt()))
                .containsExactly(width, height);
        var stat = stack.bucket().stat(key);
        assertThat(stat.contentType()).isEqualTo("image/png");
        assertThat(stat.userMetadata()).isNotEmpty();
    }

    private void assertProblem(String imageId, String type, String detail) {
        var problem = reader.awaitImages(1, SOON, imageId).get(0).path("problem");
        assertThat(problem.path("type").asText()).isEqualTo("urn:calotype:problem:" + type);
        assertThat(problem.path("detail").asText()).contains(detail);
        assertThat(problem.path("stage").asText()).isEqualTo("encode");
    }

    private List<String> tensors(String topic, String key) {
        var record = reader.await(
                        1,
                        SOON,
                        candidate -> candidate.topic().equals(topic)
                                && candidate.key().equals(key))
                .get(0);
        return List.copyOf(SafetensorsReader.read(ByteBuffer.wrap(record.value()))
                .tensors()
                .keySet());
    }
}
