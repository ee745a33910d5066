package io.calotype.local.letter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.calotype.local.failure.LocalFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of a topic of dead letters: the bytes that a service could not read, its own headers, and some that say why.
 *
 * <p>A value that was in the object store is still there; the letter has its claim in {@code ce_dataref}, as the record had.
 */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    private static final String ABOUT = "dead-letter-";
    private static final String ENDING = ".dlq";

    /** Where it is: topic, partition and offset. */
    public Place place() {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    /** When it was written. */
    public Instant time() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** Why the service could not read it, in one line. */
    public String reason() {
        var reason = record.headers().lastHeader(ABOUT + "reason");
        return reason == null ? "" : text(reason).lines().findFirst().orElse("");
    }

    /** All headers in order, as text. */
    public List<Map.Entry<String, String>> headers() {
        var all = new ArrayList<Map.Entry<String, String>>();
        record.headers().forEach(header -> all.add(Map.entry(header.key(), text(header))));
        return all;
    }

    /** The record's key as text; empty where it has none. */
    public String key() {
        return record.key() == null ? "" : new String(record.key(), UTF_8);
    }

    /** The record's bytes; empty where it has none. */
    public byte[] value() {
        return record.value() == null ? new byte[0] : record.value();
    }

    /** The record as it was, for the topic that it came from. */
    ProducerRecord<byte[], byte[]> original() {
        if (!record.topic().endsWith(ENDING)) {
            throw new LocalFailure(record.topic() + " holds no dead letters");
        }
        var topic = record.topic().substring(0, record.topic().length() - ENDING.length());
        var original = new ProducerRecord<>(topic, record.key(), record.value());
        for (var header : record.headers()) {
            if (!header.key().startsWith(ABOUT)) {
                original.headers().add(header);
            }
        }
        return original;
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }

    /** A record's place, written {@code calotype.prompts.dlq/0/17}. */
    public record Place(String topic, int partition, long offset) {

        /** Reads a place. */
        public static Place parse(String text) {
            var parts = text.split("/", -1);
            if (parts.length != 3 || !parts[1].matches("\\d{1,9}") || !parts[2].matches("\\d{1,18}")) {
                throw new IllegalArgumentException(
                        text + " is no place of a letter; one reads calotype.prompts.dlq/0/17, as dlq list prints it");
            }
            return new Place(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        }

        @Override
        public String toString() {
            return topic + "/" + partition + "/" + offset;
        }
    }
}
