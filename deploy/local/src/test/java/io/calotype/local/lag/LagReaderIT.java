package io.calotype.local.lag;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.embedded.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LagReaderIT {

    private static final String TOPIC = "calotype.prompts";

    @TempDir
    Path folder;

    @Test
    void markersAndPrivateGroupsAreNoBacklog() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            // Given
            kafka.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)));
            writeInTransactions(kafka, "first", "second", "third");

            // When
            read(kafka, "calotype-encoder", 1);
            read(kafka, "calotype-decoder", 3);
            read(kafka, "calotype-gateway-" + UUID.randomUUID(), 1);
            read(kafka, "calotype-gateway-answers-" + UUID.randomUUID(), 1);

            // Then
            assertThat(LagReader.read(kafka.bootstrapServers()))
                    .containsExactly(
                            new StageLag("calotype-decoder", TOPIC, 0, 0),
                            new StageLag("calotype-encoder", TOPIC, 0, 2));
        }
    }

    @Test
    void aPartitionWithoutACommitWaitsToo() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            // Given
            kafka.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)));
            try (var producer = new KafkaProducer<>(
                    Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.send(new ProducerRecord<>(TOPIC, 0, "one", "first")).get();
                producer.send(new ProducerRecord<>(TOPIC, 1, "two", "second")).get();
            }
            // When
            read(kafka, "calotype-encoder", 1);
            // Then
            assertThat(LagReader.read(kafka.bootstrapServers()))
                    .containsExactly(new StageLag("calotype-encoder", TOPIC, 0, 1));
        }
    }

    private static void writeInTransactions(EmbeddedKafka kafka, String... values) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            for (var value : values) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, value)).get();
                producer.commitTransaction();
            }
        }
    }

    /** Reads so many records and commits the offset after the last one, as the services do. */
    private static void read(EmbeddedKafka kafka, String group, int records) {
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest",
                        "max.poll.records",
                        "1"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            for (int left = records; left > 0; ) {
                var read = consumer.poll(Duration.ofSeconds(1));
                read.forEach(record -> consumer.commitSync(Map.of(
                        new TopicPartition(TOPIC, record.partition()), new OffsetAndMetadata(record.offset() + 1))));
                left -= read.count();
            }
        }
    }
}
