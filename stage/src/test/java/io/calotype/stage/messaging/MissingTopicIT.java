package io.calotype.stage.messaging;

import static io.restassured.RestAssured.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.contracts.topic.Topics;
import io.calotype.messaging.testing.EmbeddedParts;
import io.calotype.messaging.testing.TopicProbe;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A topic of dead letters that is not there. */
@Tag("long")
@QuarkusTest
@TestProfile(MissingTopicIT.WithoutLetters.class)
@WithTestResource(EmbeddedParts.class)
class MissingTopicIT {

    private static final String LETTERS = "calotype.nowhere.dlq";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    public static final class WithoutLetters extends EchoStage.Profile {
        @Override
        public Map<String, String> getConfigOverrides() {
            var settings = new HashMap<>(super.getConfigOverrides());
            settings.put("mp.messaging.incoming.embeddings.dead-letter-queue.topic", LETTERS);
            settings.put("mp.messaging.incoming.embeddings.group.id", "calotype-echo-without-letters");
            settings.put("mp.messaging.incoming.embeddings.dead-letter-queue.max.block.ms", "2000");
            return settings;
        }
    }

    @Test
    void isNamedByReadinessAndTheLetterIsWrittenOnceItIsThere() throws Exception {
        try (var probe = new TopicProbe(bootstrapServers);
                var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            // Given
            probe.send(Topics.embeddings("pictograms"), "bad", "no safetensors".getBytes(UTF_8));
            await().atMost(LIMIT).untilAsserted(() -> {
                var ready = get("/q/health/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.asString()).contains(LETTERS, "is missing");
            });

            // When
            admin.createTopics(List.of(new NewTopic(LETTERS, 1, (short) 1)))
                    .all()
                    .get();

            // Then
            probe.await(LETTERS, 1, LIMIT, letter -> "bad".equals(letter.key()));
            await().atMost(LIMIT).until(() -> get("/q/health/ready").statusCode() == 200);
        }
    }
}
