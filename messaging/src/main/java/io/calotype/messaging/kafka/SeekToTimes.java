package io.calotype.messaging.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Begins partitions at a time, so that a start does not read what nobody asks for any more. */
public final class SeekToTimes {

    private static final Logger LOG = Logger.getLogger(SeekToTimes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private SeekToTimes() {}

    /**
     * Has a consumer go on with the first record from a time on; where the broker does not answer it reads from the beginning.
     *
     * @param since milliseconds since 1970
     */
    public static void seek(Consumer<?, ?> consumer, Map<TopicPartition, Long> since) {
        try {
            var ends = consumer.endOffsets(since.keySet(), PATIENCE);
            consumer.offsetsForTimes(since, PATIENCE).forEach((partition, found) -> {
                // Where every record is older there is nothing to begin at but the end.
                long offset = found == null ? ends.getOrDefault(partition, 0L) : found.offset();
                consumer.seek(partition, offset);
            });
        } catch (KafkaException e) {
            LOG.warnf("the topics are read from their beginning: %s", e.getMessage());
        }
    }
}
