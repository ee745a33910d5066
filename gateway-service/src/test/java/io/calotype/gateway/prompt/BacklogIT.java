package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.owner.Owners;
import io.calotype.gateway.testing.CallersWithKeys;
import io.calotype.gateway.testing.FakePipeline;
import io.calotype.gateway.testing.Gateway;
import io.calotype.messaging.testing.EmbeddedParts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How much of a tenant may wait, over HTTP. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
@TestProfile(CallersWithKeys.class)
class BacklogIT {

    @TestHTTPResource("/")
    URI address;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void whatIsTooMuchIsRefusedUntilSomethingHasEnded() {
        // Given
        var gateway = Gateway.at(address);
        var key = UUID.randomUUID().toString();
        var first = ask(gateway, "/v1/prompts", "Idempotency-Key", key);
        var second = ask(gateway, "/v1/prompts");
        // When
        var third = ask(gateway, "/v1/prompts");
        var again = ask(gateway, "/v1/prompts", "Idempotency-Key", key);
        var openAi = ask(gateway, "/v1/images/generations");
        // Then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(Gateway.json(third).path("type").asText()).isEqualTo("urn:calotype:problem:backlog-full");
        assertThat(Gateway.json(third).path("detail").asText()).isEqualTo("waiting prompts: 2; at most 2");
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(openAi.statusCode()).isEqualTo(429);
        assertThat(Gateway.json(openAi).at("/error/code").asText()).isEqualTo("backlog_full");
        assertThat(Gateway.json(openAi).at("/error/type").asText()).isEqualTo("rate_limit_error");
        assertThat(gateway.post("/v1/prompts", "{\"prompt\":\"a fox\"}", CallersWithKeys.key("alice"))
                        .statusCode())
                .isEqualTo(202);
        // When
        try (var pipeline = new FakePipeline(kafka, Owners.ofCaller("carol"))) {
            pipeline.completed(Gateway.json(second).path("id").asText(), 0);
        }
        // Then
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask(gateway, "/v1/prompts").statusCode() == 202);
    }

    private static HttpResponse<String> ask(Gateway gateway, String path, String... more) {
        var headers = new String[more.length + 2];
        System.arraycopy(CallersWithKeys.key("carol"), 0, headers, 0, 2);
        System.arraycopy(more, 0, headers, 2, more.length);
        return gateway.post(path, "{\"prompt\":\"a fox\"}", headers);
    }
}
