package io.calotype.embedded.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.embedded.port.PortInUse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir
    Path folder;

    @Test
    void keepsRecordsAndPortOverARestart() throws Exception {
        // Given
        int port;
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            port = URI.create("tcp://" + kafka.bootstrapServers()).getPort();
            kafka.createTopics(List.of(new NewTopic("prompts", 1, (short) 1)));
            try (var producer = producer(kafka)) {
                producer.send(new ProducerRecord<>("prompts", "key", "value")).get();
            }
        }
        // When
        try (var kafka = EmbeddedKafka.start(folder, port);
                var consumer = consumer(kafka)) {
            kafka.createTopics(List.of(new NewTopic("prompts", 1, (short) 1), new NewTopic("images", 1, (short) 1)));
            consumer.assign(List.of(new TopicPartition("prompts", 0)));
            consumer.seekToBeginning(consumer.assignment());
            // Then
            assertThat(consumer.poll(Duration.ofSeconds(10)))
                    .extracting("value")
                    .containsExactly("value");
            assertThat(consumer.listTopics()).containsKeys("prompts", "images");
        }
    }

    @Test
    void givesATopicThatExistsTheSettingsAskedFor() throws Exception {
        // Given
        try (var kafka = EmbeddedKafka.start(folder, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            kafka.createTopics(List.of(new NewTopic("prompts", 1, (short) 1)));
            // When
            var prompts = new NewTopic("prompts", 1, (short) 1);
            kafka.createTopics(List.of(prompts.configs(Map.of("compression.type", "uncompressed"))));
            // Then
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, "prompts");
            var settings = admin.describeConfigs(List.of(topic)).all().get().get(topic);
            assertThat(settings.get("compression.type").value()).isEqualTo("uncompressed");
        }
    }

    @Test
    void createsNoTopicByItself() {
        // Given
        try (var kafka = EmbeddedKafka.start(folder, 0);
                var producer = producer(kafka)) {
            // When
            var send = producer.send(new ProducerRecord<>("nobody-made-me", "value"));
            // Then
            assertThatThrownBy(send::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void namesAPortThatIsTaken() {
        // Given
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            int taken = URI.create("tcp://" + kafka.bootstrapServers()).getPort();
            // When
            assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("other"), taken))
                    // Then
                    .isInstanceOf(PortInUse.class)
                    .hasMessage("Port " + taken + " is already in use");
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.block.ms", "2000"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
