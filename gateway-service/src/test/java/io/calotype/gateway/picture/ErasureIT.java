package io.calotype.gateway.picture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.spec.EmbeddingKeys;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class ErasureIT extends GatewayTestCase {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    ObjectStore store;

    @Test
    void nothingOfAnErasedImageIsLeftInTheStoreAndTheGateway() {
        // Given
        var promptId = prompt();
        var id = new ImageId(promptId, 0);
        var keys = List.of(
                "images/" + id + ".png",
                "images/" + id + ".original.png",
                "claims/" + id + "/" + "ab".repeat(32) + ".safetensors",
                "steps/" + id + "/9.safetensors",
                EmbeddingKeys.of("a red apple", "some encoder"),
                EmbeddingKeys.of("blurry", "another encoder"));
        var ofOthers = EmbeddingKeys.of("a green apple", "some encoder");
        store.putIfAbsent(ofOthers, new byte[1], Events.SAFETENSORS, Map.of());
        keys.forEach(key -> store.putIfAbsent(key, "a red apple".getBytes(UTF_8), "image/png", Map.of()));
        store.putIfAbsent(ImageEnd.objectKey(id), endOf(id), Events.JSON, Map.of());
        pipeline.denoised(promptId, 0, 8, 8);
        pipeline.completed(promptId, 0);
        await().atMost(LIMIT).until(() -> show(promptId).body().contains("completed"));

        // When
        var answer = erase(id);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Gateway.json(answer).path("remains").findValuesAsText("topic"))
                .contains("calotype.prompts", "calotype.images", "calotype.latents.pictograms", "calotype.upscales")
                .doesNotContain("calotype.texts");
        assertThat(keys).noneMatch(key -> store.stat(key).isPresent());
        assertThat(store.stat(ofOthers)).isPresent();
        assertThat(store.get(ImageEnd.objectKey(id), 10_000)).hasValueSatisfying(json -> {
            assertThat(Erasure.isEnd(
                            Events.imageOutcome(ImageEnd.parse(id, json).event())))
                    .isTrue();
            assertThat(ImageEnd.parse(id, json).request()).isEqualTo("a".repeat(64));
        });
        await().atMost(LIMIT).untilAsserted(() -> assertThat(show(promptId).body())
                .contains("urn:calotype:problem:erased")
                .doesNotContain("red apple"));
        assertThat(gateway.get("/v1/images/" + id).statusCode()).isEqualTo(404);
        assertThat(gateway.get("/v1/images").body()).doesNotContain(promptId);
        assertThat(erase(id).statusCode()).isEqualTo(200);
    }

    @Test
    void anImageThatHasNotEndedIsNotErased() {
        // Given
        var promptId = prompt();

        // Then
        var answer = erase(new ImageId(promptId, 0));
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Gateway.json(answer).path("type").asText()).isEqualTo("urn:calotype:problem:not-finished");
        assertThat(erase(new ImageId("nobody", 0)).statusCode()).isEqualTo(404);
    }

    private String prompt() {
        var accepted = gateway.post("/v1/prompts", "{\"prompt\":\"a red apple\",\"negative_prompt\":\"blurry\"}");
        return Gateway.json(accepted).path("id").asText();
    }

    private HttpResponse<String> show(String promptId) {
        return gateway.get("/v1/prompts/" + promptId);
    }

    private HttpResponse<String> erase(ImageId id) {
        return gateway.send("DELETE", "/v1/images/" + id, "");
    }

    /** Any end of the request. */
    private static byte[] endOf(ImageId id) {
        return Erasure.end(id, "a".repeat(64), "/calotype/gateway").toJson();
    }
}
