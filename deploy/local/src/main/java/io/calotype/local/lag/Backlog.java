package io.calotype.local.lag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the records between two offsets, some of which may be a transaction's markers or what it aborted. */
final class Backlog implements AutoCloseable {

    /** Above this many offsets a few that are no records make no difference to who reads the figure. */
    private static final int COUNTED = 32;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int POLLS = 10;

    private final KafkaConsumer<byte[], byte[]> consumer;

    Backlog(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "default.api.timeout.ms", "5000",
                        "max.poll.records", "1",
                        "fetch.max.bytes", "1048576"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The records of a partition from an offset to before the end, or the offsets where they are many or cannot be read. */
    long records(TopicPartition partition, long from, long end) {
        long offsets = end - from;
        return offsets <= 0 || offsets > COUNTED ? Math.max(0, offsets) : count(partition, from, end);
    }

    private long count(TopicPartition partition, long from, long end) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long records = 0;
        int empty = 0;
        while (consumer.position(partition) < end) {
            var read = consumer.poll(POLL).records(partition);
            if (read.isEmpty() && ++empty == POLLS) {
                return end - from;
            }
            records += read.stream().filter(record -> record.offset() < end).count();
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
