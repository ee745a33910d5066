package io.calotype.local.chaos;

import io.calotype.contracts.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes records a second time, as a producer that retries or a mirror does. */
final class Redelivery implements AutoCloseable {

    private static final int AT_ONCE = 5;

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    Redelivery(String kafka, String model) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "acks", "all", "delivery.timeout.ms", "2147483647"),
                new StringSerializer(),
                new ByteArraySerializer());
        var partitions = List.of(Topics.PROMPTS, Topics.embeddings(model), Topics.latents(model)).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
    }

    /** Sends a few records of the run again, byte for byte. */
    void sendAgain(Random random) throws ExecutionException, InterruptedException {
        consumer.poll(Duration.ofMillis(500)).forEach(record -> {
            if (record.key() != null) { // without a key a second copy is another record
                seen.add(record);
            }
        });
        for (int i = 0; i < AT_ONCE && !seen.isEmpty(); i++) {
            var record = seen.get(random.nextInt(seen.size()));
            producer.send(new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers()))
                    .get();
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
