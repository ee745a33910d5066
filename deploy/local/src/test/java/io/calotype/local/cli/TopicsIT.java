package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.local.stack.Home;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code topics} against a broker. */
class TopicsIT {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private EmbeddedKafka kafka;

    @BeforeEach
    void startBroker() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void applyMakesTopicsAsTheyShouldBe() throws Exception {
        // Given
        kafka.createTopics(List.of(
                new NewTopic("calotype.prompts", Optional.of(2), Optional.empty()),
                new NewTopic("calotype.images", 8, (short) 1).configs(Map.of("retention.ms", "60000")),
                new NewTopic("calotype.progress", 2, (short) 1)));
        send("calotype.progress");
        // When
        int planned = topics("plan");
        int differs = topics("check");
        int applied = topics("apply");
        // Then
        assertThat(List.of(planned, differs, applied)).containsExactly(0, 1, 1);
        assertThat(out.toString())
                .contains(
                        "calotype.latents.sd15.dlq: create with 1 partition\n",
                        "calotype.prompts: add partitions, 2 to 8\n",
                        "calotype.images: set retention.ms to 604800000, it is 60000\n",
                        "calotype.progress: cannot be changed here: it has 2 partitions, not 8");
        // Brokers learn of new topics a moment after they are created.
        await().untilAsserted(() -> {
            out.getBuffer().setLength(0);
            topics("check");
            assertThat(out.toString()).hasLineCount(1).startsWith("calotype.progress: cannot be changed here");
        });
    }

    private void send(String topic) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "a/0", "{}")).get();
        }
    }

    private int topics(String action) {
        var home = new Home(folder, folder.resolve("data"), folder.resolve("packs"));
        var arguments = new ArrayList<>(List.of("topics", action, "--bootstrap-server", kafka.bootstrapServers()));
        arguments.addAll(List.of("--pack", "sd15", "--replication-factor", "1"));
        return Calotype.commandLine(home).setOut(new PrintWriter(out, true)).execute(arguments.toArray(String[]::new));
    }
}
