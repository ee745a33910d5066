package io.calotype.gateway.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.topic.Topics;
import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.gateway.config.GatewayConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookBackIT {

    private static final TopicPartition PROGRESS = new TopicPartition(Topics.PROGRESS, 0);
    private static final TopicPartition QUIET = new TopicPartition(Topics.PROGRESS, 1);
    private static final TopicPartition EMPTY = new TopicPartition(Topics.PROGRESS, 2);
    private static final TopicPartition IMAGES = new TopicPartition(Topics.IMAGES, 0);

    @TempDir
    Path folder;

    @Test
    void progressIsReadFromAnHourAgoAndTheEndsOfImagesFromTheBeginning() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            // Given
            kafka.createTopics(
                    List.of(new NewTopic(Topics.PROGRESS, 3, (short) 1), new NewTopic(Topics.IMAGES, 1, (short) 1)));
            write(kafka, PROGRESS, 5, 2, 0);
            write(kafka, QUIET, 5, 2);
            write(kafka, IMAGES, 5, 0);

            // When
            try (var consumer = consumer(kafka)) {
                var partitions = List.of(PROGRESS, QUIET, EMPTY, IMAGES);
                consumer.assign(partitions);
                new LookBack(defaults()).onPartitionsAssigned(consumer, partitions);

                // Then
                assertThat(consumer.position(PROGRESS)).isEqualTo(2);
                assertThat(consumer.position(QUIET)).isEqualTo(2);
                assertThat(consumer.position(EMPTY)).isZero();
                assertThat(consumer.position(IMAGES)).isZero();
            }
        }
    }

    private static void write(EmbeddedKafka kafka, TopicPartition partition, int... hoursAgo) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int hours : hoursAgo) {
                long at = Instant.now().minus(Duration.ofHours(hours)).toEpochMilli();
                producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), at, "key", "value"))
                        .get();
            }
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static GatewayConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(GatewayConfig.class)
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
