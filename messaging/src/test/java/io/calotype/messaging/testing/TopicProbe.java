package io.calotype.messaging.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads topics as an outside system would, with plain Kafka clients. */
public final class TopicProbe implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    /** Connects to a broker. */
    public TopicProbe(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Writes a record and waits until the broker has it. */
    public RecordMetadata send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("not sent to " + record.topic(), e);
        }
    }

    /** Writes a record without headers. */
    public RecordMetadata send(String topic, String key, byte[] value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    /** Reads a topic from its beginning until {@code count} records match, and returns these. */
    public List<ConsumerRecord<String, byte[]>> await(
            String topic, int count, Duration limit, Predicate<ConsumerRecord<String, byte[]>> matches) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        var deadline = Instant.now().plus(limit);
        try (var consumer = consumer(topic)) {
            while (found.size() < count) {
                if (Instant.now().isAfter(deadline)) {
                    throw new AssertionError(
                            "%d of %d records on %s within %s".formatted(found.size(), count, topic, limit));
                }
                consumer.poll(POLL).forEach(record -> {
                    if (matches.test(record)) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    /** Reads a topic from its beginning to where it ends now, and returns the records that match. */
    public List<ConsumerRecord<String, byte[]>> all(String topic, Predicate<ConsumerRecord<String, byte[]>> matches) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = consumer(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(found::add);
            }
        }
        found.removeIf(matches.negate());
        return found;
    }

    /** Returns up to where a consumer group has read a partition, 0 if it has committed nothing. */
    public long committed(String group, String topic, int partition) {
        var place = new TopicPartition(topic, partition);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(place);
            return committed == null ? 0 : committed.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the offsets of " + group + " are not known", e);
        }
    }

    /** Returns where a partition ends. */
    public long end(String topic, int partition) {
        var place = new TopicPartition(topic, partition);
        try (var consumer = consumer(topic)) {
            return consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
        }
    }

    private KafkaConsumer<String, byte[]> consumer(String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrapServers,
                        "auto.offset.reset", "earliest",
                        "fetch.max.wait.ms", "50"), // a consumer that closes waits for its last fetch
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return consumer;
    }

    /** Returns the text of a header that the record must have. */
    public static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
