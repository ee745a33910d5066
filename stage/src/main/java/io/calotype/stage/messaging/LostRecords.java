package io.calotype.stage.messaging;

import io.calotype.stage.telemetry.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reports records that their topic deleted before the consumer group had read them: the client skips them in silence.
 *
 * <p>It looks when the group gets partitions, so it misses what is deleted while a reader that lives falls behind.
 */
@ApplicationScoped
class LostRecords {

    private static final Logger LOG = Logger.getLogger(LostRecords.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LongConsumer counter;
    private final Map<TopicPartition, Long> reported = new ConcurrentHashMap<>(); // the partition's first offset then

    @Inject
    LostRecords(StageMetrics metrics) {
        this(metrics::lost);
    }

    /** For a counter that is told how many records a partition has lost. */
    LostRecords(LongConsumer counter) {
        this.counter = counter;
    }

    /** Compares where the group continues with where its partitions begin. */
    void report(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            var begins = consumer.beginningOffsets(partitions, PATIENCE);
            consumer.committed(Set.copyOf(partitions), PATIENCE)
                    .forEach(
                            (partition, committed) -> report(partition, committed, begins.getOrDefault(partition, 0L)));
        } catch (KafkaException e) {
            LOG.warnf("whether %s have lost records is not known: %s", partitions, e.getMessage());
        }
    }

    private void report(TopicPartition partition, @Nullable OffsetAndMetadata committed, long begin) {
        if (committed == null || committed.offset() >= begin) {
            return;
        }
        var before = reported.put(partition, begin);
        long from = before == null ? committed.offset() : Math.max(before, committed.offset());
        if (from < begin) {
            counter.accept(begin - from);
            LOG.errorf(
                    "%s deleted %d records, from offset %d on, before they were read", partition, begin - from, from);
        }
    }
}
