package io.calotype.contracts.topic;

import io.calotype.contracts.spec.Limits;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A topic to create.
 *
 * @param partitions the most replicas of a stage that can share it
 * @param replicas brokers that each partition lies on
 * @param config Kafka topic settings by name
 */
public record TopicSpec(String name, int partitions, int replicas, Map<String, String> config) {
    /** The topic setting without which a record of a few kilobytes can fill a reader's memory. */
    public static final String COMPRESSION = "compression.type";
    /** What {@link #COMPRESSION} must be: the broker then applies its limit to records as their readers get them. */
    public static final String UNCOMPRESSED = "uncompressed";

    private static final int REPLICAS_THAT_SPARE_ONE = 3;

    public TopicSpec {
        config = Map.copyOf(config);
    }

    /** A topic of JSON events, on one broker. */
    static TopicSpec ofEvents(String name, int partitions, Duration retention) {
        return new TopicSpec(name, partitions, 1, config(Limits.MAX_EVENT_RECORD_BYTES, retention));
    }

    /** A topic of tensors, on one broker. */
    static TopicSpec ofTensors(String name, int partitions, Duration retention) {
        return new TopicSpec(name, partitions, 1, config(Limits.MAX_RECORD_BYTES, retention));
    }

    /** A topic of dead letters, on one broker. */
    static TopicSpec ofDeadLetters(String name, Duration retention) {
        return new TopicSpec(name, 1, 1, config(Limits.MAX_DEAD_LETTER_BYTES, retention));
    }

    // Segments no longer than the retention, else a topic on which little happens keeps its records for a week.
    private static Map<String, String> config(int maxBytes, Duration retention) {
        return Map.of(
                "cleanup.policy",
                "delete",
                COMPRESSION,
                UNCOMPRESSED,
                "max.message.bytes",
                Integer.toString(maxBytes),
                // Retention goes by the broker's clock: a producer whose clock is slow would have its records deleted
                // early.
                "message.timestamp.type",
                "LogAppendTime",
                "min.insync.replicas",
                "1",
                "retention.ms",
                Long.toString(retention.toMillis()),
                "segment.ms",
                Long.toString(retention.toMillis()));
    }

    /**
     * The same topic on that many brokers.
     *
     * <p>From three on, an acknowledged record is on two of them, so that losing one broker loses nothing and stops nobody.
     */
    public TopicSpec replicated(int brokers) {
        if (brokers < 1 || brokers > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a topic cannot lie on " + brokers + " brokers");
        }
        var replicated = new HashMap<>(config);
        replicated.put("min.insync.replicas", brokers < REPLICAS_THAT_SPARE_ONE ? "1" : "2");
        return new TopicSpec(name, partitions, brokers, replicated);
    }
}
