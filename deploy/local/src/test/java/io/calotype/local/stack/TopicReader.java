package io.calotype.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Keeps every record of some topics that was written since it was made; asks nobody's group for anything. */
final class TopicReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    TopicReader(String bootstrapServers, String... topics) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false", "fetch.max.wait.ms", "50"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        var partitions = Arrays.stream(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Waits until so many matching records are there, and returns all of them. */
    List<ConsumerRecord<String, byte[]>> await(
            int count, Duration limit, Predicate<ConsumerRecord<String, byte[]>> matches) {
        var deadline = Instant.now().plus(limit);
        while (true) {
            var found = records.stream().filter(matches).toList();
            if (found.size() >= count) {
                return found;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("%d of %d records within %s".formatted(found.size(), count, limit));
            }
            consumer.poll(POLL).forEach(records::add);
        }
    }

    /** Waits until so many different images have a terminal event, and returns the first of each. */
    List<JsonNode> awaitImages(int count, Duration limit, String promptPrefix) {
        var deadline = Instant.now().plus(limit);
        while (true) {
            var events = records.stream()
                    .filter(record -> record.topic().equals("calotype.images"))
                    .filter(record -> record.key().startsWith(promptPrefix))
                    .collect(Collectors.toMap(
                            ConsumerRecord::key, record -> record, (first, second) -> first, TreeMap::new));
            if (events.size() >= count) {
                return events.values().stream().map(TopicReader::data).toList();
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "%d of %d images within %s: %s".formatted(events.size(), count, limit, events.keySet()));
            }
            consumer.poll(POLL).forEach(records::add);
        }
    }

    /** Reads on for a while and returns the matching records of all time. */
    Stream<ConsumerRecord<String, byte[]>> after(Duration pause, Predicate<ConsumerRecord<String, byte[]>> matches) {
        var end = Instant.now().plus(pause);
        while (Instant.now().isBefore(end)) {
            consumer.poll(POLL).forEach(records::add);
        }
        return records.stream().filter(matches);
    }

    static JsonNode data(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
