package io.calotype.gateway.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.OtherSettings;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(OtherSettings.class)
class RedirectIT {

    @TestHTTPResource("/")
    URI address;

    @Inject
    ObjectStore store;

    @Test
    void aPictureIsWhereTheStoreHasIt() {
        // Given
        var bytes = "not quite a picture".getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent("images/elsewhere/0.png", bytes, "image/png", Map.of("sha256", "ab".repeat(32)));
        var gateway = Gateway.at(address);
        // When
        var answer = gateway.get("/v1/images/elsewhere/0");
        // Then
        assertThat(answer.statusCode()).isEqualTo(302);
        var there = URI.create(answer.headers().firstValue("Location").orElseThrow());
        assertThat(there.getPort()).isNotEqualTo(address.getPort());
        assertThat(Gateway.at(there).get(there.toString()).body()).isEqualTo("not quite a picture");
        assertThat(gateway.get("/v1/images/elsewhere/0", "If-None-Match", "\"" + "ab".repeat(32) + "\"")
                        .statusCode())
                .isEqualTo(304);
        assertThat(gateway.get("/v1/images/elsewhere/1").statusCode()).isEqualTo(404);
    }

    @Test
    void soIsWhatAnEnlargedPictureWasDrawnAs() {
        // Given
        var bytes = "as it was drawn".getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent("images/drawn/0.original.png", bytes, "image/png", Map.of("sha256", "ef".repeat(32)));
        var gateway = Gateway.at(address);
        // When
        var answer = gateway.get("/v1/images/drawn/0/original");
        // Then
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(gateway.get("/v1/images/drawn/0").statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/images/drawn/0/original", "Sec-Fetch-Site", "same-origin")
                        .body())
                .isEqualTo("as it was drawn");
    }

    @Test
    void picturesAreEnlargedAsTheUpscalerDoes() {
        // Given
        var gateway = Gateway.at(address);
        // When
        var twice = gateway.post("/v1/prompts", "{\"prompt\":\"a red apple\",\"upscale\":2}");
        var fourTimes = gateway.post("/v1/prompts", "{\"prompt\":\"a red apple\",\"upscale\":4}");
        // Then
        assertThat(twice.statusCode()).isEqualTo(202);
        assertThat(Gateway.json(twice).at("/parameters/upscale").asInt()).isEqualTo(2);
        assertThat(fourTimes.statusCode()).isEqualTo(400);
        assertThat(fourTimes.body()).contains("upscale is 4; the upscaler's is 2");
        assertThat(Gateway.json(gateway.get("/v1/models"))
                        .at("/data/0/calotype/limits/upscale")
                        .toString())
                .isEqualTo("[2]");
    }

    @Test
    void theGatewaysOwnPageGetsTheBytes() {
        // Given
        var bytes = "a picture for the page".getBytes(StandardCharsets.UTF_8);
        store.putIfAbsent("images/page/0.png", bytes, "image/png", Map.of("sha256", "cd".repeat(32)));

        // When
        var answer = Gateway.at(address).get("/v1/images/page/0", "Sec-Fetch-Site", "same-origin");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("a picture for the page");
    }
}
