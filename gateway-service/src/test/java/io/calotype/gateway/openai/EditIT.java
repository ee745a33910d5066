package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.gateway.testing.EventStreamClient;
import io.calotype.gateway.testing.Form;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.TestPicture;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class EditIT extends PictureTestCase {

    private static final String PATH = "/v1/images/edits";
    private static final byte[] PNG = TestPicture.png(0xabcdef);
    private static final byte[] JPEG = TestPicture.jpeg(0xfedcba);

    @Test
    void aPictureAndItsMaskBecomeObjectsOfAPrompt() {
        // Given
        var form = form().file("image[]", PNG)
                .file("mask", JPEG)
                .text("n", "1")
                .text("size", "128x64")
                .text("strength", "0.75")
                .text("seed", "18446744073709551615")
                .text("metadata", "{\"order\": 3}")
                .text("quality", "high")
                .text("input_fidelity", "low")
                .text("user", "someone");
        // When
        var answer = gateway.client().sendAsync(form.post(address.resolve(PATH)), BodyHandlers.ofString());
        draw(promptId());
        // Then
        var body = Gateway.json(answer.join());
        assertThat(Base64.getDecoder().decode(body.at("/data/0/b64_json").asText()))
                .isEqualTo(bytes());
        var asked = asked();
        assertThat(asked.output().width()).isEqualTo(128);
        assertThat(asked.sampling().seed()).hasToString("18446744073709551615");
        assertThat(asked.picture().strength()).isEqualTo(0.75);
        assertThat(asked.picture().image().objectKey()).endsWith(".png");
        assertThat(store.get(asked.picture().maskImage().objectKey(), 10_000))
                .hasValueSatisfying(mask -> assertThat(mask).isEqualTo(JPEG));
    }

    @Test
    void eventsAreNamedAsThoseOfEdits() {
        // Given
        var form = form().text("image", "images/apple-7/0.png")
                .text("stream", "true")
                .text("partial_images", "1")
                .post(address.resolve(PATH));
        try (var events = EventStreamClient.open(gateway.client(), form)) {
            // When
            var id = promptId();
            pipeline.denoised(id, 0, 5, 6);
            draw(id);
            // Then
            assertThat(events.rest())
                    .extracting(event -> event.data().path("type").asText())
                    .containsExactly("image_edit.partial_image", "image_edit.completed");
            assertThat(asked().picture().image().objectKey()).isEqualTo("images/apple-7/0.png");
        }
    }

    @Test
    void thereIsOnePicture() throws Exception {
        var two = send(form().file("image[]", PNG).file("image[]", JPEG).post(address.resolve(PATH)));
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(two).at("/error/code").asText()).isEqualTo("unsupported");
        assertThat(Gateway.json(two).at("/error/param").asText()).isEqualTo("image[]");
    }

    @ParameterizedTest
    @CsvSource({
        "n, many, n, invalid_parameter",
        "stream, 1, stream, invalid_parameter",
        "strength, 1.5, strength, limit_exceeded",
        "strength, 0, strength, limit_exceeded",
        "colour, red, colour, unknown_field",
        "prompt, twice, prompt, duplicate_field",
        "mask_image, nowhere, mask_image, invalid_parameter"
    })
    void aFieldThatIsWrongIsNamed(String field, String value, String param, String code) throws Exception {
        var answer = send(form().file("image", PNG).text(field, value).post(address.resolve(PATH)));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).at("/error/param").asText()).isEqualTo(param);
        assertThat(Gateway.json(answer).at("/error/code").asText()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--b\r\nno header--b--\r\n", "--b\r\n[[{''", "--b\r\nA: b\r\n\r\nno end"})
    void whatIsNoWholeFormIsRefused(String form) throws Exception {
        // Given
        var body = HttpRequest.newBuilder(address.resolve(PATH))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(form))
                .build();
        // When
        var answer = send(body);
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).at("/error/message").asText()).isEqualTo("the body is no whole form");
    }

    @Test
    void aFileThatIsWrongIsNamed() throws Exception {
        var none = send(form().post(address.resolve(PATH)));
        assertThat(Gateway.json(none).at("/error/message").asText()).isEqualTo("image is missing");
        var gif = "GIF89a, which no browser makes".getBytes(StandardCharsets.US_ASCII);
        var mask = send(form().file("image", PNG).file("mask", gif).post(address.resolve(PATH)));
        assertThat(mask.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(mask).at("/error/message").asText())
                .isEqualTo("mask is neither a PNG nor a JPEG nor a WebP");
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return gateway.client().send(request, BodyHandlers.ofString());
    }

    private Form form() {
        return new Form().text("prompt", text);
    }
}
