package io.calotype.stage.messaging;

import io.calotype.contracts.bucket.BucketFolder;
import io.calotype.messaging.admission.Admission.Place;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.stage.lifecycle.Breakdown;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Marks in the object store that show which records were in work when a process died.
 *
 * <p>Only a record that was on its partition before this process got the partition can have been started elsewhere. A process
 * marks such a record before it works on it, and removes the mark when the work has ended, or when another process takes it
 * over while this one lives: a mark that stays is a death. After the first one the record is processed alone, so that it
 * cannot take others with it; after two deaths alone it is not processed again.
 *
 * <p>Channels use it by {@code consumer-rebalance-listener.name=attempts}.
 */
@ApplicationScoped
@Default
@Identifier("attempts")
class Attempts implements KafkaConsumerRebalanceListener, AttemptProgress {

    private static final Logger LOG = Logger.getLogger(Attempts.class);
    private static final int UNMARKED = 0;
    private static final int IN_COMPANY = 1;
    private static final int LAST = 3;
    private static final int GIVEN_UP = LAST + 1;
    private static final int MARK_LIMIT = 1024;

    /**
     * A partition that this process reads.
     *
     * @param end the offset after its last record when it was assigned
     */
    private record Held(String group, long end) {}

    /**
     * Running work that has a mark.
     *
     * @param marks the prefix of the keys of the record's marks
     * @param number of the last mark; {@link #GIVEN_UP} is that of no mark, so that withdrawing it leaves the three deaths;
     *     {@link #UNMARKED} that of work whose marks were removed
     */
    private record Attempt(TopicPartition partition, String marks, int number) {}

    private final byte[] process = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    private final ObjectStore store;
    private final Breakdown breakdown;
    private final LostRecords lost;
    private final PartitionHandover handover;
    private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();
    private final Set<String> topics = ConcurrentHashMap.newKeySet(); // that had a partition here
    private final Map<String, Attempt> underWay = new ConcurrentHashMap<>(); // by the record's position

    Attempts(ObjectStore store, Breakdown breakdown, LostRecords lost, PartitionHandover handover) {
        this.store = store;
        this.breakdown = breakdown;
        this.lost = lost;
        this.handover = handover;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var group = consumer.groupMetadata().groupId();
        ends(consumer, partitions).forEach((partition, end) -> {
            held.put(partition, new Held(group, end));
            topics.add(partition.topic());
        });
        lost.report(consumer, partitions);
    }

    /** If the ends cannot be read, every record may have been started elsewhere. */
    private static Map<TopicPartition, Long> ends(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            return consumer.endOffsets(partitions);
        } catch (KafkaException e) {
            LOG.warnf("the ends of %s are not known: %s", partitions, e.getMessage());
            return Set.copyOf(partitions).stream()
                    .collect(Collectors.toMap(Function.identity(), partition -> Long.MAX_VALUE));
        }
    }

    /** Closing the consumer revokes as well, so a process that broke keeps its marks here too. */
    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var gone = Set.copyOf(partitions);
        held.keySet().removeAll(gone);
        if (!breakdown.happened()) {
            handover.run(consumer, gone);
        }
        withdraw(attempt -> gone.contains(attempt.partition()) && !breakdown.happened());
    }

    /**
     * Records that the work on a record starts, or starts again after a wait; blocks on the object store.
     *
     * @param place exchanged for all places if the record must be processed alone
     * @return the delivery, given up if the record must not be processed again
     */
    CompletionStage<Delivery> begin(ReceivedRecord record, Place place) {
        var earlier = underWay.get(record.position());
        if (earlier != null) { // this process began it and postponed it
            var delivery = Delivery.repeated(record);
            return earlier.number() <= IN_COMPANY
                    ? CompletableFuture.completedFuture(delivery)
                    : place.alone().thenApply(alone -> delivery);
        }
        if (isElsewhere(record)) {
            return CompletableFuture.failedFuture(new GivenBack(record.position() + " is another process's by now"));
        }
        var marks = marks(record);
        if (marks.isEmpty()) {
            return CompletableFuture.completedFuture(Delivery.first(record));
        }
        if (mark(record, marks.get(), IN_COMPANY)) {
            return CompletableFuture.completedFuture(Delivery.repeated(record));
        }
        LOG.warnf("record %s was in work when a process died; processing it alone", record.position());
        return place.alone()
                .thenApplyAsync(alone -> beginAlone(record, marks.get()), Infrastructure.getDefaultWorkerPool());
    }

    private Delivery beginAlone(ReceivedRecord record, String marks) {
        for (int number = IN_COMPANY + 1; number <= LAST; number++) {
            if (mark(record, marks, number)) {
                return Delivery.repeated(record);
            }
        }
        LOG.warnf(
                "record %s is not processed again: %d processes died while they worked on it", record.position(), LAST);
        underWay.put(record.position(), new Attempt(partition(record), marks, GIVEN_UP));
        return new Delivery(record, true, true);
    }

    private boolean mark(ReceivedRecord record, String marks, int number) {
        var key = marks + number;
        boolean own = store.putIfAbsent(key, process, "text/plain", Map.of()) || isOwn(key);
        if (own) {
            underWay.put(record.position(), new Attempt(partition(record), marks, number));
        }
        return own;
    }

    /** This process has not died: it wrote the mark and lost the answer, or has not removed it yet since it lost the partition. */
    private boolean isOwn(String key) {
        return store.get(key, MARK_LIMIT)
                .filter(mark -> Arrays.equals(mark, process))
                .isPresent();
    }

    /** A record may have waited for its place while its partition went. */
    private boolean isElsewhere(ReceivedRecord record) {
        return topics.contains(record.topic()) && !held.containsKey(partition(record));
    }

    /** The prefix of the marks of a record that may have been started elsewhere. */
    private Optional<String> marks(ReceivedRecord record) {
        return Optional.ofNullable(held.get(partition(record)))
                .filter(partition -> record.offset() < partition.end())
                .map(partition -> "%s%s/%s-%d/"
                        .formatted(
                                BucketFolder.ATTEMPTS.prefix(),
                                partition.group(),
                                record.position(),
                                record.timestamp().toEpochMilli()));
    }

    /** Removes the marks of a record whose effect is durable; blocks on the object store. */
    void ended(ReceivedRecord record) {
        var attempt = underWay.remove(record.position());
        if (attempt != null) {
            removeMarks(attempt);
        }
    }

    private void removeMarks(Attempt attempt) {
        for (int number = attempt.number(); number >= IN_COMPANY; number--) {
            store.delete(attempt.marks() + number);
        }
    }

    /** A process that dies later died of what came later; until then the work keeps the places that it has. */
    @Override
    public void progressed(ReceivedRecord record) {
        var attempt = underWay.get(record.position());
        if (attempt != null && attempt.number() != UNMARKED) {
            removeMarks(attempt);
            var unmarked = new Attempt(attempt.partition(), attempt.marks(), UNMARKED);
            underWay.replace(record.position(), attempt, unmarked);
        }
    }

    /** Removes the marks of all running work, unless the process ends because of an error. */
    CompletionStage<Void> withdraw() {
        return withdraw(attempt -> !breakdown.happened());
    }

    private CompletionStage<Void> withdraw(Predicate<Attempt> which) {
        var withdrawn = underWay.values().stream().filter(which).toList();
        underWay.values().removeAll(withdrawn);
        return CompletableFuture.runAsync(
                () -> withdrawn.forEach(attempt -> store.delete(attempt.marks() + attempt.number())),
                Infrastructure.getDefaultWorkerPool());
    }

    private static TopicPartition partition(ReceivedRecord record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
