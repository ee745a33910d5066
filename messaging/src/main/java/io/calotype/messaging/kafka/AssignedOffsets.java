package io.calotype.messaging.kafka;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The committed offsets of a consumer's partitions, read when the partitions are assigned.
 *
 * <p>The throttled strategy asks for a partition's committed offset when the first record of it arrives. The consumer can answer on
 * its polling thread alone, and that one already waits for the next records: for {@code poll-timeout}.
 */
final class AssignedOffsets {

    private static final Logger LOG = Logger.getLogger(AssignedOffsets.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<TopicPartition, Optional<OffsetAndMetadata>> known = new ConcurrentHashMap<>();

    /** Reads the offsets of new partitions, on the polling thread; those that cannot be read remain unknown. */
    void assigned(Consumer<?, ?> kafka, Collection<TopicPartition> partitions) {
        try {
            var committed = kafka.committed(Set.copyOf(partitions), LIMIT);
            partitions.forEach(partition -> known.put(partition, Optional.ofNullable(committed.get(partition))));
        } catch (KafkaException e) {
            LOG.debugf(e, "the committed offsets of %s are not known yet", partitions);
        }
    }

    /** Forgets partitions that went elsewhere. */
    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(known::remove);
    }

    /** Returns the offsets, without those partitions that have none, or empty if one of them is unknown. */
    Optional<Map<TopicPartition, OffsetAndMetadata>> committed(TopicPartition... partitions) {
        if (!known.keySet().containsAll(Arrays.asList(partitions))) {
            return Optional.empty();
        }
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : partitions) {
            known.getOrDefault(partition, Optional.empty()).ifPresent(offset -> offsets.put(partition, offset));
        }
        return Optional.of(offsets);
    }
}
