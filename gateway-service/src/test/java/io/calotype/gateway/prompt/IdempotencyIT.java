package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.store.Reservations;
import io.calotype.gateway.testing.FakePipeline;
import io.calotype.gateway.testing.Gateway;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class IdempotencyIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TestHTTPResource("/")
    URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    Reservations reservations;

    private final String key = UUID.randomUUID().toString();
    private final ExecutorService threads = Executors.newFixedThreadPool(50);
    private Gateway gateway;

    @BeforeEach
    void connect() {
        gateway = Gateway.at(address);
    }

    @AfterEach
    void close() {
        threads.shutdown();
    }

    @Test
    void theSameKeyAndBodyIsTheSamePrompt() {
        // When
        var first = gateway.post("/v1/prompts", "{\"prompt\":\"an apple\",\"seed\":7}", "Idempotency-Key", key);
        var second = gateway.post("/v1/prompts", "{\"seed\":7, \"prompt\":\"an apple\"}", "Idempotency-Key", key);
        // Then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        var id = Gateway.json(first).path("id").asText();
        assertThat(Gateway.json(second).path("id").asText()).isEqualTo(id);
        try (var probe = new TopicProbe(kafka)) {
            var last = Gateway.json(gateway.post("/v1/prompts", "{\"prompt\":\"the last\"}"));
            probe.await(
                    Topics.PROMPTS, 1, LIMIT, record -> last.path("id").asText().equals(record.key()));
            assertThat(probe.await(Topics.PROMPTS, 1, LIMIT, record -> id.equals(record.key())))
                    .hasSize(1);
        }
    }

    @Test
    void theSameKeyFiftyTimesAtOnceIsOnePrompt() {
        // When
        var ids = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}", "Idempotency-Key", key),
                        threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .peek(answer -> assertThat(answer.statusCode()).isEqualTo(202))
                .map(answer -> Gateway.json(answer).path("id").asText())
                .distinct()
                .toList();
        // Then
        assertThat(ids).hasSize(1);
        try (var probe = new TopicProbe(kafka)) {
            var last = Gateway.json(gateway.post("/v1/prompts", "{\"prompt\":\"the last\"}"));
            probe.await(
                    Topics.PROMPTS, 1, LIMIT, record -> last.path("id").asText().equals(record.key()));
            assertThat(probe.await(Topics.PROMPTS, 1, LIMIT, record -> ids.contains(record.key())))
                    .hasSize(1);
        }
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        // Given
        gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}", "Idempotency-Key", key);
        // When
        var other = gateway.post("/v1/prompts", "{\"prompt\":\"a pear\"}", "Idempotency-Key", key);
        // Then
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Gateway.json(other).path("type").asText()).endsWith("idempotency-key-reused");
    }

    @Test
    void aKeyThatAnotherGatewayReservedForAnotherBodyIsRefused() {
        // Given
        var id = new IdempotencyKey("", key).promptId();
        reservations.reserve(id, "ab".repeat(32) + " elsewhere");
        // When
        var answer = gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}", "Idempotency-Key", key);
        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void aKeyMustBeReadable() {
        var answer = gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}", "Idempotency-Key", "a key");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(answer).path("field").asText()).isEqualTo("Idempotency-Key");
    }

    @Test
    void cancellingPublishesAndFinishedPromptsCannotBe() {
        // Given
        var id = Gateway.json(gateway.post("/v1/prompts", "{\"prompt\":\"an apple\"}"))
                .path("id")
                .asText();
        // When
        var answer = gateway.send("DELETE", "/v1/prompts/" + id, "");
        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        try (var probe = new TopicProbe(kafka);
                var pipeline = new FakePipeline(kafka)) {
            probe.await(Topics.CANCELLATIONS, 1, LIMIT, record -> id.equals(record.key()));
            pipeline.cancelled(id, 0);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            gateway.send("DELETE", "/v1/prompts/" + id, "").statusCode())
                    .isEqualTo(409));
        }
        assertThat(Gateway.json(gateway.get("/v1/prompts/" + id)).path("state").asText())
                .isEqualTo("cancelled");
        assertThat(gateway.send("DELETE", "/v1/prompts/nobody", "").statusCode())
                .isEqualTo(404);
    }
}
