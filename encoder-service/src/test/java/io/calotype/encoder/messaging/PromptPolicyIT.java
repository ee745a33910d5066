package io.calotype.encoder.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calotype.contracts.topic.Topics;
import io.calotype.encoder.PolicedPrompts;
import io.calotype.encoder.policy.SecurePolicy;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicTestCase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** An encoder that asks a real policy service over TLS, seen from its topics. */
@QuarkusTest
@TestProfile(PolicedPrompts.class)
@WithTestResource(EmbeddedParts.class)
@WithTestResource(SecurePolicy.class)
class PromptPolicyIT extends TopicTestCase {

    private static final String EMBEDDINGS = Topics.embeddings("pictograms");
    private static final String SECRET = "quixotry";

    @TestHTTPResource("/q/metrics")
    URI metrics;

    private void send(String name, String prompt) {
        probe.send(Topics.PROMPTS, id + name, ("{\"prompt\":\"" + prompt + " " + SECRET + "\"}").getBytes(UTF_8));
    }

    private static JsonNode data(ConsumerRecord<String, byte[]> record) throws IOException {
        return new ObjectMapper().readTree(record.value());
    }

    @Test
    void whatIsAllowedGoesOnAndWhatIsRefusedFailsWithoutAWordOfIt() throws Exception {
        // When
        send("-a", "an apple");
        send("-w", "a weapon");
        send("-g", "a garbage can");

        // Then
        assertThat(mine(EMBEDDINGS, 1)).extracting(ConsumerRecord::key).containsExactly(id + "-a/0");
        for (var end : mine(Topics.IMAGES, 2)) {
            var failed = data(end);
            var detail = end.key().equals(id + "-w/0")
                    ? "the prompt policy of this deployment refuses it: weapons"
                    : "the prompt policy of this deployment could not be asked";
            assertThat(failed.at("/problem/type").asText()).isEqualTo("urn:calotype:problem:denied");
            assertThat(failed.at("/problem/stage").asText()).isEqualTo("encode");
            assertThat(failed.at("/problem/field").asText()).isEqualTo("prompt");
            assertThat(failed.at("/problem/detail").asText()).isEqualTo(detail);
            assertThat(failed.toString()).doesNotContain(SECRET);
        }
        assertThat(SecurePolicy.server().tokens()).contains("Bearer " + SecurePolicy.TOKEN);
        var counted = new String(metrics.toURL().openStream().readAllBytes(), UTF_8);
        assertThat(counted)
                .containsPattern(
                        "calotype_encode_policy_decisions_total\\{by=\"service\",decision=\"refuse\",?\\} [1-9]")
                .containsPattern(
                        "calotype_encode_policy_decisions_total\\{by=\"wrong-answer\",decision=\"refuse\",?\\} [1-9]")
                .containsPattern("calotype_encode_policy_wait_seconds_count [1-9]");
    }

    @Test
    void whatIsNotValidIsNotAskedAbout() throws Exception {
        // When
        probe.send(
                Topics.PROMPTS,
                id,
                "{\"prompt\":\"a cat %s\",\"steps\":-1}".formatted(id).getBytes(UTF_8));

        // Then
        assertThat(data(mine(Topics.IMAGES, 1).get(0)).at("/problem/type").asText())
                .isEqualTo("urn:calotype:problem:limit-exceeded");
        assertThat(SecurePolicy.server().questions()).noneMatch(question -> question.contains(id));
    }

    @Test
    void aTenantMayBeLeftOut() {
        // Given
        var record = new ProducerRecord<String, byte[]>(
                Topics.PROMPTS, id, ("{\"prompt\":\"a weapon " + id + "\"}").getBytes(UTF_8));
        record.headers()
                .add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", id.getBytes(UTF_8))
                .add("ce_source", "/studio".getBytes(UTF_8))
                .add("ce_type", "io.calotype.prompt.requested.v1".getBytes(UTF_8))
                .add("content-type", "application/json".getBytes(UTF_8));
        // When
        probe.send(record);
        // Then
        assertThat(mine(EMBEDDINGS, 1)).hasSize(1);
        assertThat(SecurePolicy.server().questions()).noneMatch(question -> question.contains(id));
    }

    /** All eight questions are slow ones, and the encoder's places are free for what comes in when these have ended. */
    @Test
    void slowAnswersHoldUpOthersForNoLongerThanTheTimeout() throws Exception {
        // Given
        for (int i = 0; i < 8; i++) {
            send("-s" + i, "a slow boat");
        }
        var start = Instant.now();
        // When
        send("-a", "an apple");
        // Then
        assertThat(mine(EMBEDDINGS, 1)).extracting(ConsumerRecord::key).containsExactly(id + "-a/0");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        for (var end : mine(Topics.IMAGES, 8)) {
            assertThat(data(end).at("/problem/detail").asText())
                    .isEqualTo("the prompt policy of this deployment could not be asked");
        }
        // an outage by now, which one question every five seconds ends
        Thread.sleep(Duration.ofSeconds(6).toMillis());
        send("-b", "a banana");
        mine(EMBEDDINGS, 2);
    }

    @Test
    void ofManyPromptsEachEndsOnceAndFewAreAskedAboutAtATime() throws Exception {
        // Given
        int count = 60;
        SecurePolicy.server().awaitIdle();
        // When
        for (int i = 0; i < count; i++) {
            send("-" + i, i % 2 == 0 ? "an apple" : "a weapon");
        }
        // Then
        var drawn =
                mine(EMBEDDINGS, count / 2).stream().map(ConsumerRecord::key).toList();
        var failed =
                mine(Topics.IMAGES, count / 2).stream().map(ConsumerRecord::key).toList();
        assertThat(new HashSet<>(drawn)).hasSize(count / 2).doesNotContainAnyElementsOf(failed);
        assertThat(failed.stream().collect(Collectors.toSet())).hasSize(count / 2);
        System.out.println(SecurePolicy.server().most() + " questions were open at a time");
        assertThat(SecurePolicy.server().most()).isBetween(2, 8);
    }
}
