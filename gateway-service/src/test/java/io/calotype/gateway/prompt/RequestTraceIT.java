package io.calotype.gateway.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.testing.Gateway;
import io.calotype.gateway.testing.GatewayTestCase;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller's trace goes on in the record of its prompt, although this gateway exports no spans. */
@QuarkusTest
@WithTestResource(EmbeddedParts.class)
class RequestTraceIT extends GatewayTestCase {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(strings = {"", "trace-key"})
    void theRecordOfAPromptNamesTheTraceOfItsRequest(String idempotencyKey) {
        // Given
        var json = "{\"prompt\":\"an apple\"}";
        // When
        var answer = idempotencyKey.isEmpty()
                ? gateway.post("/v1/prompts", json, "traceparent", TRACE)
                : gateway.post("/v1/prompts", json, "traceparent", TRACE, "Idempotency-Key", idempotencyKey);
        // Then
        var id = Gateway.json(answer).path("id").asText();
        try (var probe = new TopicProbe(kafka)) {
            var record = probe.await(Topics.PROMPTS, 1, LIMIT, sent -> id.equals(sent.key()))
                    .get(0);
            assertThat(TopicProbe.header(record, "traceparent")).isEqualTo(TRACE);
        }
    }
}
