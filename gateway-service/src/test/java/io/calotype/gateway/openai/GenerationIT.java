package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.testing.EventStreamClient;
import io.calotype.gateway.testing.Gateway;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class GenerationIT extends PictureTestCase {

    private static final String PATH = "/v1/images/generations";

    @Test
    void picturesComeBackInBothFormsWhereNoneIsAskedFor() {
        // Given
        var answer = post("{\"prompt\":\"%s\",\"size\":\"128x128\",\"quality\":\"high\",\"steps\":8}");
        // When
        draw(promptId());
        // Then
        var body = Gateway.json(answer.join());
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(Base64.getDecoder().decode(body.at("/data/0/b64_json").asText()))
                .isEqualTo(bytes());
        assertThat(body.path("size").asText()).isEqualTo("128x128");
        assertThat(body.path("output_format").asText()).isEqualTo("png");
        var url = URI.create(body.at("/data/0/url").asText());
        var picture = gateway.get(url.getPath());
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().allValues("Cache-Control"))
                .containsExactly("private, max-age=31536000, immutable");
    }

    @Test
    void aFailureHasTheShapeThatClientsRead() {
        // Given
        var answer = post("{\"prompt\":\"%s\",\"model\":\"gpt-image-1\"}");
        // When
        var problem = new Problem(ProblemType.UNKNOWN_MODEL, "no such model here", Stage.ENCODE, "model");
        pipeline.failed(promptId(), 0, problem);
        // Then
        var error = Gateway.json(answer.join()).path("error");
        assertThat(answer.join().statusCode()).isEqualTo(400);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("code").asText()).isEqualTo("model_not_found");
        assertThat(error.path("param").asText()).isEqualTo("model");
    }

    @Test
    void whatIsWrongWithARequestIsToldAtOnce() {
        var answer = gateway.post(PATH, "{\"prompt\":\"an apple\",\"size\":\"large\"}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).at("/error/param").asText()).isEqualTo("size");
    }

    @Test
    void partialImagesComeBeforeThePicture() {
        // Given
        var body = "{\"prompt\":\"%s\",\"stream\":true,\"partial_images\":2}".formatted(text);
        try (var events = EventStreamClient.post(gateway.client(), address.resolve(PATH), body)) {
            // When
            var id = promptId();
            for (int step = 1; step <= 6; step++) {
                pipeline.denoised(id, 0, step, 6);
            }
            draw(id);
            // Then
            var all = events.rest();
            assertThat(all)
                    .extracting(event -> event.data().path("type").asText())
                    .containsExactly(
                            "image_generation.partial_image",
                            "image_generation.partial_image",
                            "image_generation.completed");
            assertThat(all).extracting(event -> event.name()).last().isEqualTo("image_generation.completed");
            JsonNode completed = all.get(2).data();
            assertThat(Base64.getDecoder().decode(completed.path("b64_json").asText()))
                    .isEqualTo(bytes());
            assertThat(completed.path("usage").path("total_tokens").isInt()).isTrue();
            assertThat(all.get(1).data().path("partial_image_index").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatGoesAwayCancelsItsPrompt() {
        // Given
        var body = "{\"prompt\":\"%s\",\"stream\":true}".formatted(text);
        String id;
        try (var events = EventStreamClient.post(gateway.client(), address.resolve(PATH), body)) {
            assertThat(events.status()).isEqualTo(200);
            id = promptId();
        }
        // Then
        try (var probe = new TopicProbe(kafka)) {
            probe.await(Topics.CANCELLATIONS, 1, LIMIT, record -> id.equals(record.key()));
        }
    }

    @Test
    void aClientThatGoesAwayLeavesThePictureToTheOthersWithItsKey() {
        // Given
        var key = "key-" + UUID.randomUUID();
        var body = "{\"prompt\":\"%s\",\"stream\":true}".formatted(text);
        CompletableFuture<HttpResponse<String>> other;
        String id;
        try (var events =
                EventStreamClient.post(gateway.client(), address.resolve(PATH), body, "Idempotency-Key", key)) {
            assertThat(events.status()).isEqualTo(200);
            id = promptId();
            other = post("{\"prompt\":\"%s\"}", "Idempotency-Key", key);
        }

        // When
        var canary = goneAway();
        draw(id);

        // Then
        assertThat(other.join().statusCode()).isEqualTo(200);
        assertThat(cancelled(canary)).doesNotContain(id);
    }

    /** The id of a prompt whose client went away, which is cancelled after all that were to be cancelled before. */
    private String goneAway() {
        var words = "a canary " + UUID.randomUUID();
        var body = "{\"prompt\":\"%s\",\"stream\":true}".formatted(words);
        try (var events = EventStreamClient.post(gateway.client(), address.resolve(PATH), body)) {
            assertThat(events.status()).isEqualTo(200);
            return prompt(words).origin().promptId();
        }
    }

    /** What was cancelled up to the canary. */
    private Set<String> cancelled(String canary) {
        var ids = new HashSet<String>();
        try (var probe = new TopicProbe(kafka)) {
            probe.await(Topics.CANCELLATIONS, 1, LIMIT, record -> ids.add(record.key()) && ids.contains(canary));
        }
        return ids;
    }

    private CompletableFuture<HttpResponse<String>> post(String template, String... headers) {
        return CompletableFuture.supplyAsync(() -> gateway.post(PATH, template.formatted(text), headers));
    }
}
