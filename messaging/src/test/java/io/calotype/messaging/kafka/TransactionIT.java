package io.calotype.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.embedded.broker.EmbeddedKafka;
import io.opentelemetry.context.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers that write in transactions, with the isolation that all channels have. */
class TransactionIT {

    private static final String TOPIC = "transactions";
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1));

    @TempDir
    Path folder;

    private final CatchUp catchUp = new CatchUp("channel", Duration.ofMillis(20));
    private final List<String> keys = new ArrayList<>();

    @Test
    void whatIsAbortedIsNeverSeenAndMarkersAreNotWaitedFor() throws Exception {
        // Given
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            kafka.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1)));
            try (var producer = producer(kafka)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, 0, "aborted", "x".getBytes(UTF_8)))
                        .get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, 0, "committed", "x".getBytes(UTF_8)))
                        .get();
                producer.send(new ProducerRecord<>(TOPIC, 1, "committed", "x".getBytes(UTF_8)))
                        .get();
                producer.commitTransaction();
            }

            // When
            try (var consumer = consumer(kafka)) {
                consumer.assign(PARTITIONS);
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    consumer.poll(Duration.ofMillis(50)).forEach(this::read);
                    return !catchUp.isBehind(consumer);
                });
            }
        }

        // Then
        assertThat(keys).containsExactly("committed", "committed");
    }

    private void read(ConsumerRecord<String, String> record) {
        keys.add(record.key());
        catchUp.noteRead(new ReceivedRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.EPOCH,
                record.key(),
                record.headers(),
                new byte[0],
                Context.root()));
    }

    private static KafkaProducer<String, byte[]> producer(EmbeddedKafka kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        var isolation = ConfigProvider.getConfig()
                .getValue("mp.messaging.connector.smallrye-kafka.isolation.level", String.class);
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        isolation),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
