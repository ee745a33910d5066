package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.images.ImageEditParams;
import com.openai.models.images.ImageEditStreamEvent;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java, as it is published, against the whole pipeline. */
class OpenAiIT {

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(WholeStack.running().gateway().resolve("/v1").toString())
            .apiKey("none is needed here")
            .build();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aPictureIsGenerated() throws IOException {
        // When
        var answer = client.images().generate(request().build());
        // Then
        var images = answer.data().orElseThrow();
        assertThat(images).hasSize(1);
        assertPicture(images.get(0).b64Json().orElseThrow(), 128);
    }

    @Test
    void partialPicturesAreStreamed() throws IOException {
        // When
        var partial = new HashSet<String>();
        var completed = new HashSet<String>();
        try (var events =
                client.images().generateStreaming(request().partialImages(2).build())) {
            events.stream().forEach((ImageGenStreamEvent event) -> {
                event.generationPartialImage().ifPresent(image -> partial.add(image.b64Json()));
                event.generationCompleted().ifPresent(image -> completed.add(image.b64Json()));
            });
        }
        // Then
        assertThat(partial).isNotEmpty().doesNotContainAnyElementsOf(completed);
        for (var image : partial) {
            assertThat(ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image))))
                    .isNotNull();
        }
        assertThat(completed).hasSize(1);
        assertPicture(completed.iterator().next(), 128);
    }

    @Test
    void aPictureIsEdited() throws IOException {
        // Given
        var apple = client.images().generate(request().build());
        var bytes = Base64.getDecoder()
                .decode(apple.data().orElseThrow().get(0).b64Json().orElseThrow());
        // When
        var answer = client.images().edit(edit(bytes).mask(upperHalf()).build());
        // Then
        var picture = read(answer.data().orElseThrow().get(0).b64Json().orElseThrow());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(128, 128);
        assertThat(meanDifference(read(bytes), picture, 96, 128)).isLessThan(12);
        assertThat(meanDifference(read(bytes), picture, 0, 64)).isGreaterThan(12);
    }

    @Test
    void partialPicturesOfAnEditAreStreamed() throws IOException {
        // Given
        var apple = client.images().generate(request().build());
        var bytes = Base64.getDecoder()
                .decode(apple.data().orElseThrow().get(0).b64Json().orElseThrow());
        // When
        var partial = new HashSet<String>();
        var completed = new HashSet<String>();
        try (var events =
                client.images().editStreaming(edit(bytes).partialImages(2).build())) {
            events.stream().forEach((ImageEditStreamEvent event) -> {
                event.partialImage().ifPresent(image -> partial.add(image.b64Json()));
                event.completed().ifPresent(image -> completed.add(image.b64Json()));
            });
        }
        // Then
        assertThat(partial).isNotEmpty();
        assertThat(completed).hasSize(1);
        assertPicture(completed.iterator().next(), 128);
    }

    @Test
    void moreThanOnePictureIsTheClientsBadRequest() {
        // Given
        var two = ImageEditParams.Image.ofInputStreams(
                List.of(new ByteArrayInputStream(new byte[9]), new ByteArrayInputStream(new byte[8])));
        var params = ImageEditParams.builder().image(two).prompt("a green pear").build();
        // Then
        assertThatThrownBy(() -> client.images().edit(params))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.code()).hasValue("unsupported"));
    }

    @Test
    void anUnknownModelIsTheClientsBadRequest() {
        assertThatThrownBy(() ->
                        client.images().generate(request().model("gpt-image-1").build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class, e -> assertThat(e.code()).hasValue("model_not_found"));
    }

    @Test
    void theModelsAreListed() {
        assertThat(client.models().list().items())
                .extracting(model -> model.id())
                .contains(WholeStack.MODEL);
    }

    private static ImageGenerateParams.Builder request() {
        return ImageGenerateParams.builder()
                .prompt("a red apple")
                .size(ImageGenerateParams.Size.of("128x128"))
                .putAdditionalBodyProperty("steps", JsonValue.from(8))
                .putAdditionalBodyProperty("seed", JsonValue.from(7));
    }

    private static ImageEditParams.Builder edit(byte[] picture) {
        return ImageEditParams.builder()
                .image(new ByteArrayInputStream(picture))
                .prompt("a green pear")
                .size(ImageEditParams.Size.of("128x128"))
                .putAdditionalBodyProperty("steps", JsonValue.from(8))
                .putAdditionalBodyProperty("seed", JsonValue.from(8));
    }

    /** A mask of 128 by 128 whose upper half is transparent: that is painted anew. */
    private static InputStream upperHalf() throws IOException {
        var mask = new BufferedImage(128, 128, BufferedImage.TYPE_INT_ARGB);
        for (int y = 64; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                mask.setRGB(x, y, 0xff000000);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(mask, "png", bytes);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** The mean difference of the rows from one to another, per channel, of 255. */
    private static double meanDifference(BufferedImage a, BufferedImage b, int from, int to) {
        long sum = 0;
        for (int y = from; y < to; y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    sum += Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff));
                }
            }
        }
        return sum / (3.0 * a.getWidth() * (to - from));
    }

    private static BufferedImage read(String base64) throws IOException {
        return read(Base64.getDecoder().decode(base64));
    }

    private static BufferedImage read(byte[] picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture));
    }

    private static void assertPicture(String base64, int side) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        assertThat(picture.getWidth()).isEqualTo(side);
        assertThat(picture.getHeight()).isEqualTo(side);
    }
}
