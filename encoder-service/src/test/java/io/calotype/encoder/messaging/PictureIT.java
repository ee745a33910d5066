package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.TwoPacks;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicTestCase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Prompts that begin from a picture, with the real pack, broker and store. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(TwoPacks.class)
class PictureIT extends TopicTestCase {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");

    @Inject
    ObjectStore store;

    /** The picture encoder is slow at first. */
    @Override
    protected Duration limit() {
        return Duration.ofSeconds(60);
    }

    @Test
    void aPictureWithinThePromptIsEncodedOnceForAllImages() throws Exception {
        // When
        send("\"image\":\"" + dataUri(picture(300, 300)) + "\",\"n\":2,\"strength\":0.5");

        // Then
        var images = embeddings(2);
        assertThat(images).allSatisfy(image -> {
            assertThat(image.task().spec().sampling().strength()).isEqualTo(0.5);
            assertThat(image.task().spec().size()).isEqualTo(new ImageSize(256, 256));
            assertThat(image.tensors()).doesNotContainKey(ImageTensors.MASK);
            assertThat(image.require(ImageTensors.IMAGE_LATENTS_MEAN).data())
                    .isEqualTo(images.get(0)
                            .require(ImageTensors.IMAGE_LATENTS_MEAN)
                            .data());
        });
        var mean = images.get(0).require(ImageTensors.IMAGE_LATENTS_MEAN);
        assertThat(mean.shape().toArray()).containsExactly(16, 16, 16);
        assertThat(meanMagnitude(mean)).isBetween(0.2, 2.0);
        assertThat(images.get(0).require(ImageTensors.IMAGE_LATENTS_STD).toFloatArray())
                .hasSize(16 * 16 * 16)
                .doesNotContain(0);
    }

    @Test
    void aStoredPictureAndItsMask() throws Exception {
        // Given
        store.putIfAbsent("inputs/" + id + ".png", png(picture(512, 256)), "image/png", Map.of());

        // When
        var mask = new BufferedImage(512, 256, BufferedImage.TYPE_BYTE_GRAY);
        IntStream.range(0, 256 * 256).forEach(i -> mask.getRaster().setSample(i % 256, i / 256, 0, 255));
        send("\"image\":\"inputs/" + id + ".png\",\"mask_image\":\"" + dataUri(mask) + "\"");

        // Then
        var image = embeddings(1).get(0);
        var size = image.task().spec().size();
        assertThat(size).isEqualTo(new ImageSize(352, 192));
        assertThat(image.task().spec().sampling().strength()).isEqualTo(1);
        var repaint = image.require(ImageTensors.MASK);
        assertThat(repaint.shape().toArray()).containsExactly(size.height() / 16, size.width() / 16);
        assertThat(repaint.floats().get(0)).isEqualTo(1);
        assertThat(repaint.floats().get(size.width() / 16 - 1)).isZero();
    }

    @Test
    void aPictureThatIsNotThereFailsAndNamesIt() throws Exception {
        // When
        send("\"image\":\"images/none/0.png\"");

        // Then
        var problem = problem();
        assertThat(problem.get("type").asText()).isEqualTo("urn:calotype:problem:invalid-parameter");
        assertThat(problem.get("field").asText()).isEqualTo("image");
        assertThat(problem.get("detail").asText()).isEqualTo("image is images/none/0.png; there is no such object");
    }

    @Test
    void onlyTheOwnerOfADrawnPictureStartsFromIt() throws Exception {
        // Given
        var drawn = new ImageId(id + "-drawn", 0);
        store.putIfAbsent(drawn.objectKey(OutputFormat.PNG), png(picture(64, 64)), "image/png", Map.of());
        var any = Erasure.end(drawn, "a".repeat(64), "/shop/labels");
        store.putIfAbsent(ImageEnd.objectKey(drawn), any.toJson(), Events.JSON, Map.of());
        // When
        send("\"image\":\"" + drawn.objectKey(OutputFormat.PNG) + "\"");
        // Then
        var problem = problem();
        assertThat(problem.get("type").asText()).isEqualTo("urn:calotype:problem:not-owner");
        assertThat(problem.get("field").asText()).isEqualTo("image");
    }

    @Test
    void whatIsNoPictureFails() throws Exception {
        // When
        send("\"image\":\"data:image/png;base64,R0lGODlhAQABAAAAACw=\"");

        // Then
        assertThat(problem().get("detail").asText()).isEqualTo("image is no PNG, JPEG or WebP picture");
    }

    @Test
    void aPictureThatTheStoreFailsOnKeepsNobodyElseWaitingAndFailsInTheEnd() throws Exception {
        // Given: a key below an object, which this store answers with 500
        store.putIfAbsent("inputs/" + id, png(picture(64, 64)), "image/png", Map.of());
        // When
        for (int i = 0; i < 4; i++) {
            sendTo(0, "-stuck-" + i, ",\"image\":\"inputs/" + id + "/x\"");
        }
        for (int i = 0; i < 8; i++) {
            sendTo(0, "-canary-" + i, "");
        }
        // Then
        assertThat(probe.await(EMBEDDINGS, 8, Duration.ofSeconds(20), record -> isOf("-canary-", record)))
                .hasSize(8);
        assertThat(probe.await(Topics.IMAGES, 4, limit(), record -> isOf("-stuck-", record)))
                .allSatisfy(record -> assertThat(new String(record.value(), UTF_8))
                        .contains("problem:invalid-parameter", "the object store refuses", "\"field\":\"image\""));
    }

    private boolean isOf(String kind, ConsumerRecord<String, byte[]> record) {
        return record.key() != null && record.key().startsWith(id + kind);
    }

    private void sendTo(int partition, String kind, String fields) {
        var value = "{\"prompt\":\"a secret cat\"%s}".formatted(fields).getBytes(UTF_8);
        probe.send(new ProducerRecord<>(Topics.PROMPTS, partition, id + kind, value));
    }

    private void send(String fields) {
        probe.send(Topics.PROMPTS, id, ("{\"prompt\":\"a secret cat\"," + fields + "}").getBytes(UTF_8));
    }

    private List<ImageTensors> embeddings(int count) {
        return mine(EMBEDDINGS, count).stream()
                .map(record -> ImageTensors.parse(ByteBuffer.wrap(record.value())))
                .toList();
    }

    private JsonNode problem() throws IOException {
        return new ObjectMapper()
                .readTree(mine(Topics.IMAGES, 1).get(0).value())
                .get("problem");
    }

    private static double meanMagnitude(Tensor tensor) {
        float[] values = tensor.toFloatArray();
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i]))
                .average()
                .orElseThrow();
    }

    /** A red disc on light gray. */
    private static BufferedImage picture(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(Color.RED);
        graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
        graphics.dispose();
        return image;
    }

    private static String dataUri(BufferedImage image) throws IOException {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(image));
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
