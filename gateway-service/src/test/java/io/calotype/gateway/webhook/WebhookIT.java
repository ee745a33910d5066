package io.calotype.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.event.ImageFailed;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.WebhookUrl;
import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.testing.FakePipeline;
import io.calotype.gateway.testing.Gateway;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Ends of images told to a real HTTP server. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@WithTestResource(WebhookReceiver.class)
class WebhookIT {

    private static final String GROUP = "calotype-gateway-webhooks";

    @TestHTTPResource("/")
    URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final ImageId id = new ImageId("p-" + UUID.randomUUID(), 0);

    @Test
    void anEndIsToldAgainUntilTheReceiverHasItAndCommittedOnlyThen() throws Exception {
        // When
        try (var pipeline = new FakePipeline(kafka);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            pipeline.failed(failed("/calotype?shop=7"));
            var first = WebhookReceiver.SERVER.next();
            long before = committed(admin);
            var second = WebhookReceiver.SERVER.next();

            // Then
            assertThat(before).isZero();
            await().atMost(Duration.ofSeconds(20)).until(() -> committed(admin) == 1);
            assertThat(second.path()).isEqualTo("/calotype?shop=7");
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.headers().get("webhook-id"))
                    .isEqualTo(first.headers().get("webhook-id"));
            assertThat(second.headers().get("webhook-signature"))
                    .isEqualTo(SigningKey.parse(SigningKeyTest.SECRET)
                            .sign(
                                    second.headers().get("webhook-id"),
                                    Long.parseLong(second.headers().get("webhook-timestamp")),
                                    second.body().getBytes(UTF_8)));
            var told = new ObjectMapper().readTree(second.body());
            assertThat(told.path("type").asText()).isEqualTo("image.failed");
            assertThat(told.at("/data/id").asText()).isEqualTo(id.toString());
            assertThat(told.at("/data/problem/detail").asText()).isEqualTo("steps is 501");
            assertThat(told.at("/data/metadata/order").asInt()).isEqualTo(12);
        }
    }

    @Test
    void aPromptNamesOnlyWhomTheOperatorAllows() {
        // Given
        var gateway = Gateway.at(address);
        var allowed = "http://127.0.0.1:" + WebhookReceiver.SERVER.port() + "/calotype";
        // Then
        var refused = gateway.post("/v1/prompts", prompt("http://127.0.0.1:1/secret"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Gateway.json(refused).path("field").asText()).isEqualTo("webhook");
        assertThat(refused.body()).doesNotContain("secret");
        assertThat(gateway.post("/v1/prompts", prompt("nonsense")).statusCode()).isEqualTo(400);
        assertThat(gateway.post("/v1/prompts", prompt(allowed)).statusCode()).isEqualTo(202);
    }

    private ImageFailed failed(String path) {
        var webhook = WebhookUrl.parse("http://127.0.0.1:" + WebhookReceiver.SERVER.port() + path);
        var origin =
                new Origin(id.promptId(), "/test", null, StrictJson.object().put("order", 12), webhook);
        return new ImageFailed(
                id, origin, new Problem(ProblemType.LIMIT_EXCEEDED, "steps is 501", Stage.ENCODE, "steps"));
    }

    private static String prompt(String webhook) {
        return "{\"prompt\":\"a cat\",\"webhook\":\"" + webhook + "\"}";
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }
}
