package io.calotype.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.Limits;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.TestPicture;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class InputIT {

    private static final byte[] PNG = TestPicture.png(0x123456);
    private static final byte[] JPEG = TestPicture.jpeg(0x654321);

    @TestHTTPResource("/")
    URI address;

    @Inject
    ObjectStore store;

    @Inject
    PromptBook book;

    private Gateway gateway;

    @BeforeEach
    void connect() {
        gateway = Gateway.at(address);
    }

    @Test
    void aPictureIsKeptUnderItsContentAndGivenBack() throws Exception {
        // When
        var first = post("image/png", BodyPublishers.ofByteArray(JPEG));
        var again = post("application/octet-stream", BodyPublishers.ofByteArray(JPEG));
        // Then
        var key = Gateway.json(first).path("key").asText();
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(key).matches("inputs/[0-9a-f]{64}\\.jpg");
        assertThat(Gateway.json(again).path("key").asText()).isEqualTo(key);
        assertThat(first.headers().firstValue("Location")).hasValue("/v1/" + key);
        assertThat(store.get(key, 10_000))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(JPEG));
        var given = gateway.client()
                .send(HttpRequest.newBuilder(address.resolve("/v1/" + key)).build(), BodyHandlers.ofByteArray());
        assertThat(given.body()).isEqualTo(JPEG);
        assertThat(given.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(given.headers().allValues("Cache-Control")).containsExactly("private, max-age=31536000, immutable");
        assertThat(gateway.get("/v1/inputs/nothing.png").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/inputs/" + "a".repeat(255)).statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/inputs/" + "a".repeat(256)).statusCode()).isEqualTo(400);
        assertThat(gateway.get("/v1/inputs/../images/a/0.png").statusCode()).isIn(400, 404);
    }

    @Test
    void whatIsNoPictureIsRefused() throws Exception {
        // When
        var answer = post("image/png", BodyPublishers.ofString("<html>not a picture</html>"));
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).path("type").asText()).isEqualTo("urn:calotype:problem:unsupported");
        assertThat(Gateway.json(answer).path("field").asText()).isEqualTo("image");
    }

    @Test
    void aPageFromElsewhereCannotHandIn() {
        // Given
        var json = "{\"prompt\":\"an apple\"}";
        // When
        var elsewhere = gateway.post("/v1/prompts", json, "Origin", "https://elsewhere.example");
        var here =
                gateway.post("/v1/prompts", json, "Origin", address.resolve("/").toString());
        // Then
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(here.statusCode()).isEqualTo(202);
    }

    @Test
    void whatIsTooLargeIsRefusedHoweverItIsSent() throws Exception {
        // Given
        byte[] large = new byte[Limits.MAX_PICTURE_BYTES + 1];
        System.arraycopy(PNG, 0, large, 0, PNG.length);
        // When
        var said = post("image/png", BodyPublishers.ofByteArray(large));
        // Then
        assertThat(said.statusCode()).isEqualTo(413);
        assertThat(Gateway.json(said).path("detail").asText()).isEqualTo("at most 16777216 bytes");
        var unsaid = request("image/png", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        // Some clients find the connection closed before they see the answer.
        assertThat(gateway.client()
                        .sendAsync(unsaid, BodyHandlers.discarding())
                        .handle((answer, closed) -> closed == null ? answer.statusCode() : 413)
                        .join())
                .isEqualTo(413);
        var another = Gateway.at(address).client(); // the first one's connection may be about to be closed
        var fits = request("image/png", BodyPublishers.ofByteArray(PNG));
        assertThat(another.send(fits, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }

    @Test
    void aPictureWithinAPromptIsPublishedAsAKey() {
        // When
        var json = "{\"prompt\":\"an apple\",\"image\":\"%s\",\"mask_image\":\"%s\",\"strength\":0.5}"
                .formatted(dataUri("image/webp", PNG), dataUri("image/png", JPEG));
        var view = Gateway.json(gateway.post("/v1/prompts", json));
        // Then
        var picture = book.find(view.path("id").asText())
                .orElseThrow()
                .snapshot()
                .request()
                .parameters()
                .picture();
        assertThat(picture.isInline()).isFalse();
        assertThat(store.get(picture.image().objectKey(), 10_000))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(PNG));
        assertThat(picture.maskImage().objectKey()).endsWith(".jpg");
        assertThat(view.at("/parameters/image").asText())
                .isEqualTo(picture.image().objectKey());
        assertThat(view.at("/parameters/mask_image").asText()).startsWith("inputs/");
        assertThat(view.at("/parameters/strength").asDouble()).isEqualTo(0.5);
    }

    @Test
    void aRepeatedRequestWithAPictureIsTheSamePrompt() {
        // Given
        var key = UUID.randomUUID().toString();
        var json = "{\"prompt\":\"an apple\",\"image\":\"%s\"}";
        // When
        var first = gateway.post("/v1/prompts", json.formatted(dataUri("image/png", PNG)), "Idempotency-Key", key);
        var same = gateway.post("/v1/prompts", json.formatted(dataUri("image/png", PNG)), "Idempotency-Key", key);
        var other = gateway.post("/v1/prompts", json.formatted(dataUri("image/png", JPEG)), "Idempotency-Key", key);
        // Then
        assertThat(same.statusCode()).isEqualTo(202);
        assertThat(Gateway.json(same).path("id")).isEqualTo(Gateway.json(first).path("id"));
        assertThat(other.statusCode()).isEqualTo(422);
    }

    @Test
    void aPromptsPictureIsRefusedByName() {
        // Given
        var json = "{\"prompt\":\"an apple\",\"image\":\"images/apple-7/0.png\",\"mask_image\":\"%s\"}";
        // When
        var noPicture = gateway.post("/v1/prompts", json.formatted(dataUri("image/png", new byte[100])));
        var tooLarge = gateway.post(
                "/v1/prompts", json.formatted(dataUri("image/png", new byte[Limits.MAX_INLINE_PICTURE_BYTES + 3])));
        // Then
        assertThat(noPicture.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(noPicture).path("field").asText()).isEqualTo("mask_image");
        assertThat(tooLarge.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(tooLarge).path("detail").asText()).contains("at most 524288");
    }

    private HttpResponse<String> post(String type, BodyPublisher body) throws Exception {
        return gateway.client().send(request(type, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String type, BodyPublisher body) {
        return HttpRequest.newBuilder(address.resolve("/v1/inputs"))
                .header("Content-Type", type)
                .POST(body)
                .build();
    }

    private static String dataUri(String type, byte[] bytes) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }
}
