package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.testing.EventStreamClient.Event;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class PromptIT extends GatewayTestCase {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume"})
    void anIdThatNoPromptCanHaveIsOfNoPrompt(String decision) {
        // When
        var answer = gateway.post("/v1/prompts/%F4%89%A6%9Di/" + decision + "?index=1", "");
        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void isReadyByWhatItHasReadAndWhateverTheObjectStoreDoes() {
        // When
        var ready = gateway.get("/q/health/ready");

        // Then
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("topics read back").doesNotContain("object store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"})
    void aProxyIsServedOnlyWhereThereAreKeys(String header) {
        var answer = gateway.get("/v1/models", header, "203.0.113.9");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("proxy");
    }

    @Test
    void aPromptIsAcceptedOnceTheBrokerHasIt() {
        // When
        var answer = gateway.post("/v1/prompts", "{\"prompt\":\"a red apple\",\"n\":2,\"seed\":18446744073709551615}");
        // Then
        var prompt = Gateway.json(answer);
        var id = prompt.path("id").asText();
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).hasValue("/v1/prompts/" + id);
        assertThat(prompt.path("state").asText()).isEqualTo("accepted");
        assertThat(prompt.path("images")).hasSize(2);
        assertThat(prompt.path("parameters").path("seed").asText()).isEqualTo("18446744073709551615");
        try (var probe = new TopicProbe(kafka)) {
            var record = probe.await(Topics.PROMPTS, 1, LIMIT, written -> id.equals(written.key()))
                    .get(0);
            assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains("a red apple");
            assertThat(record.headers().lastHeader("ce_source").value())
                    .asString()
                    .isEqualTo("/calotype/gateway");
        }
    }

    @Test
    void whatIsWrongWithAPromptIsToldByName() {
        // When
        var answer = gateway.post("/v1/prompts", "{\"prompt\":\"a secret\",\"steps\":0}");
        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Gateway.json(answer).path("field").asText()).isEqualTo("steps");
        assertThat(Gateway.json(answer).path("type").asText()).isEqualTo(ProblemType.LIMIT_EXCEEDED.uri());
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void aPromptIsShownAsItGoesOn() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\",\"n\":2}");
        // When
        pipeline.encoded(id, 0, "a", "red", "apple");
        pipeline.denoised(id, 0, 3, 8);
        pipeline.completed(id, 1);
        // Then
        await().atMost(LIMIT).untilAsserted(() -> {
            var prompt = Gateway.json(gateway.get("/v1/prompts/" + id));
            assertThat(prompt.path("state").asText()).isEqualTo("running");
            assertThat(prompt.path("tokens"))
                    .extracting(token -> token.asText())
                    .containsExactly("a", "red", "apple");
            assertThat(prompt.at("/images/0/state").asText()).isEqualTo("denoising");
            assertThat(prompt.at("/images/0/step").asInt()).isEqualTo(3);
            assertThat(prompt.at("/images/1/state").asText()).isEqualTo("completed");
            assertThat(prompt.at("/images/1/url").asText()).isEqualTo("/v1/images/" + id + "/1");
            assertThat(prompt.at("/images/1/timings/encode/compute_ms").asInt()).isEqualTo(4);
            assertThat(prompt.at("/images/1/seed").asText()).isEqualTo("18446744073709551614");
        });
    }

    @Test
    void picturesAreEnlargedOnlyWhereThereIsAnUpscaler() {
        for (var path : List.of("/v1/prompts", "/v1/images/generations")) {
            // When
            var answer = gateway.post(path, "{\"prompt\":\"a red apple\",\"upscale\":2}");
            // Then
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("upscale is 2, but there is no upscaler")
                    .contains("unsupported");
        }
        assertThat(Gateway.json(gateway.get("/v1/models"))
                        .at("/data/0/calotype/limits/upscale")
                        .size())
                .isZero();
    }

    @Test
    void anEnlargedPictureIsShownWithItsOriginal() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\",\"n\":2}");
        // When
        pipeline.enlarging(id, 0, 1, 4);
        pipeline.enlarged(id, 1);
        // Then
        await().atMost(LIMIT).untilAsserted(() -> {
            var prompt = Gateway.json(gateway.get("/v1/prompts/" + id));
            assertThat(prompt.at("/images/0/state").asText()).isEqualTo("upscaling");
            assertThat(prompt.at("/images/1/state").asText()).isEqualTo("completed");
            assertThat(prompt.at("/images/1/upscale").asInt()).isEqualTo(2);
            assertThat(prompt.at("/images/1/width").asInt()).isEqualTo(128);
            assertThat(prompt.at("/images/1/original_url").asText()).isEqualTo("/v1/images/" + id + "/1/original");
            assertThat(prompt.at("/parameters/upscale").asInt()).isEqualTo(2);
        });
        assertThat(gateway.get("/v1/images/" + id + "/0/original").statusCode()).isEqualTo(404);
    }

    @Test
    void aStreamTellsEverythingAndEnds() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\"}");
        pipeline.encoded(id, 0, "a", "red", "apple");
        try (var events = gateway.events(id)) {
            assertThat(events.next().name()).isEqualTo("state");
            assertThat(events.next().data().path("tokens")).hasSize(3);
            // When
            pipeline.denoised(id, 0, 1, 2);
            pipeline.denoised(id, 0, 2, 2);
            pipeline.completed(id, 0);
            // Then
            var rest = events.rest();
            assertThat(rest).extracting(Event::name).containsSubsequence("progress", "completed", "end");
            assertThat(rest.get(0).data().path("preview").asText()).startsWith("data:image/jpeg;base64,");
            assertThat(rest.get(rest.size() - 1).name()).isEqualTo("end");
            assertThat(gateway.events(
                                    id,
                                    "Last-Event-ID",
                                    rest.get(rest.size() - 1).id())
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    void aWarningIsInTheStreamAndStaysWithThePrompt() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\",\"n\":2}");
        try (var events = gateway.events(id)) {
            assertThat(events.next().data().path("warning").isNull()).isTrue();
            // When
            pipeline.encodedInPart(id, 0, "the prompt is cut", "the model does not know 'castle'");
            // Then
            var step = events.next().data();
            assertThat(step.path("warning").asText()).isEqualTo("the prompt is cut");
            assertThat(step.at("/warnings/1").asText()).isEqualTo("the model does not know 'castle'");
        }
        pipeline.denoised(id, 0, 1, 2);
        await().atMost(LIMIT).untilAsserted(() -> {
            var prompt = Gateway.json(gateway.get("/v1/prompts/" + id));
            assertThat(prompt.at("/images/0/step").asInt()).isEqualTo(1);
            assertThat(prompt.path("warning").asText()).isEqualTo("the prompt is cut");
            assertThat(prompt.path("warnings")).hasSize(2);
        });
    }

    @Test
    void aStreamGoesOnWhereItWasCut() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\"}");
        for (int step = 1; step <= 4; step++) {
            pipeline.denoised(id, 0, step, 4);
        }
        pipeline.completed(id, 0);
        Event second;
        try (var events = gateway.events(id)) {
            events.next();
            events.next();
            second = events.next();
        }
        // When
        try (var events = gateway.events(id, "Last-Event-ID", second.id())) {
            // Then
            assertThat(events.rest())
                    .filteredOn(event -> event.name().equals("progress"))
                    .hasSize(2);
        }
    }

    @Test
    void aPausedPromptSaysSoUntilItIsResumed() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\",\"n\":2}");
        pipeline.denoised(id, 0, 3, 8);
        pipeline.denoised(id, 1, 8, 8);
        try (var events = gateway.events(id)) {
            var last = events.next();
            while (last.data().path("index").asInt(0) != 1) {
                last = events.next();
            }
            // When
            assertThat(gateway.post("/v1/prompts/" + id + "/pause", "").statusCode())
                    .isEqualTo(202);
            // Then
            var paused = events.next();
            assertThat(paused.name()).isEqualTo("state");
            assertThat(paused.data().path("state").asText()).isEqualTo("running");
            assertThat(states(paused.data())).containsExactly("paused", "decoding");
            // When
            pipeline.completed(id, 1);
            assertThat(events.next().name()).isEqualTo("completed");
            // Then
            assertThat(shown(id).path("state").asText()).isEqualTo("paused");
            try (var reconnected = gateway.events(id, "Last-Event-ID", last.id())) {
                assertThat(states(reconnected.next().data())).containsExactly("paused", "completed");
            }
            // When
            assertThat(gateway.post("/v1/prompts/" + id + "/resume?index=0", "").statusCode())
                    .isEqualTo(202);
            // Then
            assertThat(states(events.next().data())).containsExactly("denoising", "completed");
        }
    }

    @Test
    void whatHasEndedOrIsNotThereCannotBePaused() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\",\"n\":2}");
        pipeline.completed(id, 0);
        await().atMost(LIMIT).until(() -> states(shown(id)).contains("completed"));
        // Then
        assertThat(gateway.post("/v1/prompts/" + id + "/pause?index=0", "").statusCode())
                .isEqualTo(409);
        assertThat(gateway.post("/v1/prompts/" + id + "/pause?index=2", "").statusCode())
                .isEqualTo(404);
        assertThat(gateway.post("/v1/prompts/" + id + "/pause?index=99", "").statusCode())
                .isEqualTo(400);
        assertThat(gateway.post("/v1/prompts/nobody/resume", "").statusCode()).isEqualTo(404);
        // When
        pipeline.completed(id, 1);
        await().atMost(LIMIT).until(() -> shown(id).path("state").asText().equals("completed"));
        // Then
        assertThat(gateway.post("/v1/prompts/" + id + "/resume", "").statusCode())
                .isEqualTo(409);
    }

    private JsonNode shown(String id) {
        return Gateway.json(gateway.get("/v1/prompts/" + id));
    }

    private static List<String> states(JsonNode prompt) {
        return prompt.path("images").findValuesAsText("state");
    }

    @Test
    void aRefusedPromptEndsWithAllItsImages() {
        // Given
        var id = accepted("{\"prompt\":\"a red apple\",\"n\":3}");
        // When
        for (int index = 0; index < 3; index++) {
            pipeline.failed(id, index, new Problem(ProblemType.UNKNOWN_MODEL, "no such model", Stage.ENCODE, "model"));
        }
        // Then
        try (var events = gateway.events(id)) {
            assertThat(events.rest())
                    .extracting(Event::name)
                    .containsSubsequence("state", "failed", "failed", "failed", "end");
        }
        var prompt = Gateway.json(gateway.get("/v1/prompts/" + id));
        assertThat(prompt.path("state").asText()).isEqualTo("failed");
        assertThat(prompt.at("/problem/type").asText()).isEqualTo(ProblemType.UNKNOWN_MODEL.uri());
    }

    @Test
    void nobodyKnowsAnUnknownPrompt() {
        assertThat(gateway.get("/v1/prompts/nobody").statusCode()).isEqualTo(404);
        try (var events = gateway.events("nobody")) {
            assertThat(events.status()).isEqualTo(404);
        }
        assertThat(gateway.get("/v1/images/nobody/0").statusCode()).isEqualTo(404);
    }

    @Test
    void modelsAreListed() {
        var models = Gateway.json(gateway.get("/v1/models"));
        assertThat(models.at("/data/0/id").asText()).isEqualTo("pictograms");
        assertThat(models.at("/data/0/calotype/defaults/steps").asInt()).isEqualTo(8);
        assertThat(models.at("/data/0/calotype/examples")).isNotEmpty();
    }

    private String accepted(String json) {
        return Gateway.json(gateway.post("/v1/prompts", json)).path("id").asText();
    }
}
