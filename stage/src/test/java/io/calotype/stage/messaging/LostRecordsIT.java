package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.embedded.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostRecordsIT {

    private static final TopicPartition GAP = new TopicPartition("topic", 0);
    private static final TopicPartition READ = new TopicPartition("topic", 1);
    private static final TopicPartition NEW = new TopicPartition("topic", 2);

    @TempDir
    Path folder;

    @Test
    void areThoseBetweenTheCommittedOffsetAndTheFirstThatIsLeft() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            // Given
            kafka.createTopics(List.of(new NewTopic("topic", 3, (short) 1)));
            write(kafka, 10);
            var counted = new ArrayList<Long>();
            var lost = new LostRecords(counted::add);
            try (var consumer = consumer(kafka)) {
                var partitions = List.of(GAP, READ, NEW);
                consumer.assign(partitions);
                consumer.commitSync(Map.of(GAP, new OffsetAndMetadata(2), READ, new OffsetAndMetadata(7)));
                deleteBefore(kafka, 6);
                // When
                lost.report(consumer, partitions);
                lost.report(consumer, partitions);
                deleteBefore(kafka, 9);
                lost.report(consumer, partitions);
            }
            // Then
            assertThat(counted)
                    .containsExactlyInAnyOrder(4L, 3L, 2L); // GAP lost 2 to 5, then 6 to 8; READ lost 7 and 8
        }
    }

    private static void write(EmbeddedKafka kafka, int records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                for (var partition : List.of(GAP, READ, NEW)) {
                    producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, "value"))
                            .get();
                }
            }
        }
    }

    private static void deleteBefore(EmbeddedKafka kafka, long offset) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var all = RecordsToDelete.beforeOffset(offset);
            admin.deleteRecords(Map.of(GAP, all, READ, all, NEW, all)).all().get();
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        "group",
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }
}
