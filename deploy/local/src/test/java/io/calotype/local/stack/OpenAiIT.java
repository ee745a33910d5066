package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.models.images.ImageGenStreamEvent;
import com.openai.models.images.ImageGenerateParams;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
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

    private static void assertPicture(String base64, int side) throws IOException {
        var picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        assertThat(picture.getWidth()).isEqualTo(side);
        assertThat(picture.getHeight()).isEqualTo(side);
    }
}
