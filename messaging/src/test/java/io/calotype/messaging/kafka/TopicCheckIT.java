package io.calotype.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.calotype.embedded.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCheckIT {

    @TempDir
    Path folder;

    @Test
    void namesTopicsThatAreMissingOrForgetTooEarlyAndThoseThatTakeCompressedRecords() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            // Given
            var safe = Map.of("compression.type", "uncompressed", "retention.ms", "3600000");
            kafka.createTopics(
                    List.of(new NewTopic("ours", 1, (short) 1).configs(safe), new NewTopic("foreign", 1, (short) 1)));
            var needs = new TopicNeeds(
                    List.of("ours", "foreign", "absent"),
                    List.of("ours", "absent.dlq"),
                    List.of(),
                    Map.of("ours", Duration.ofHours(2), "foreign", Duration.ofHours(2)));
            var check = new TopicCheck(admin);

            // Then
            assertThat(check.problems(needs))
                    .containsExactly(
                            entry("absent", "is missing"),
                            entry("absent.dlq", "is missing"),
                            entry("ours", "keeps records for PT1H, which must be at least PT2H"));
            assertThat(check.compression(needs.read())).containsExactly(entry("foreign", "is not uncompressed"));
        }
    }
}
