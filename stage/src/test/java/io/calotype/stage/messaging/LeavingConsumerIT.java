package io.calotype.stage.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.calotype.embedded.broker.EmbeddedKafka;
import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.lifecycle.Breakdown;
import io.calotype.stage.testing.MemoryStore;
import io.opentelemetry.context.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the marks when a real consumer closes, which revokes its partitions, in a process that ends. */
class LeavingConsumerIT {

    private static final String TOPIC = "prompts";

    @TempDir
    Path folder;

    private final MemoryStore store = new MemoryStore();
    private final Breakdown breakdown = new Breakdown();
    private final Attempts attempts =
            new Attempts(store, breakdown, new LostRecords(count -> {}), new PartitionHandover(List.of()));

    @Test
    void theMarkOfAProcessThatBrokeStaysAndThatOfOneThatStopsGoes() throws Exception {
        try (var kafka = EmbeddedKafka.start(folder, 0)) {
            // Given
            kafka.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)));
            produce(kafka);
            // When
            beginAndLeave(kafka);
            // Then
            await().untilAsserted(() -> assertThat(store.objects).isEmpty());
            // When
            breakdown.end("planted");
            beginAndLeave(kafka);
            // Then
            await().during(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(store.objects).hasSize(1));
        }
    }

    private void beginAndLeave(EmbeddedKafka kafka) {
        try (var consumer = consumer(kafka)) {
            consumer.subscribe(List.of(TOPIC), new Listener(consumer));
            var records = consumer.poll(Duration.ofSeconds(20));
            assertThat(records.count()).isOne();
            var place = new Admission(1).enter().toCompletableFuture().join();
            attempts.begin(received(records.iterator().next()), place);
            await().untilAsserted(() -> assertThat(store.objects).hasSize(1));
        }
    }

    private static KafkaConsumer<String, String> consumer(EmbeddedKafka kafka) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        "encoder",
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static void produce(EmbeddedKafka kafka) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "a", "b")).get();
        }
    }

    private static ReceivedRecord received(ConsumerRecord<String, String> record) {
        return new ReceivedRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.headers(),
                new byte[0],
                Context.root());
    }

    private final class Listener implements ConsumerRebalanceListener {

        private final KafkaConsumer<String, String> consumer;

        private Listener(KafkaConsumer<String, String> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            attempts.onPartitionsAssigned(consumer, partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            attempts.onPartitionsRevoked(consumer, partitions);
        }
    }
}
