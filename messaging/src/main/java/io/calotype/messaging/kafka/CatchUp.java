package io.calotype.messaging.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Detects when a channel has read everything that its topics held when it started.
 *
 * <p>For channels that read their topics from the beginning in every process.
 */
public final class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int QUIET_PERIODS = 5;

    private final String channel;
    private final Duration patience;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>(); // offset to read next
    private volatile @Nullable Map<TopicPartition, Long> goal;
    private volatile @Nullable Map<TopicPartition, Long> read; // positions when everything up to the goal had been read
    private final AtomicLong count = new AtomicLong(); // records
    private volatile boolean readLater;
    private long countBefore;
    private int quiet;

    CatchUp(String channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /**
     * Begins to watch a channel, which need not have begun yet.
     *
     * @param patience how long {@link #awaited} waits
     */
    public static CatchUp of(KafkaClientService clients, String channel, Duration patience) {
        var catchUp = new CatchUp(channel, patience);
        Uni.createFrom()
                .deferred(() -> clients.getConsumer(channel).runOnPollingThread(catchUp::isBehind))
                .onFailure()
                .recoverWithItem(true)
                .repeat()
                .withDelay(PERIOD)
                .until(behind -> !behind)
                .onItem()
                .ignoreAsUni()
                .subscribe()
                .with(ended -> catchUp.finish());
        return catchUp;
    }

    /** Notes a record that was read. */
    public void noteRead(ReceivedRecord record) {
        var partition = new TopicPartition(record.topic(), record.partition());
        next.put(partition, record.offset() + 1);
        count.incrementAndGet();
        var positions = read;
        if (positions != null && record.offset() >= positions.getOrDefault(partition, Long.MAX_VALUE)) {
            readLater = true;
        }
    }

    /** Returns whether everything has been read. */
    public boolean isDone() {
        return done.isDone();
    }

    /** Completes, on a worker thread, when everything has been read or the patience is used up. */
    public Uni<Void> awaited() {
        return Uni.createFrom()
                .completionStage(done::copy)
                .ifNoItem()
                .after(patience)
                .recoverWithUni(this::goOn)
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Void> goOn() {
        LOG.warnf("channel %s has not caught up after %s; continuing without", channel, patience);
        return Uni.createFrom().voidItem();
    }

    void finish() {
        LOG.debugf("channel %s has caught up", channel);
        done.complete(null);
    }

    boolean isBehind(Consumer<?, ?> consumer) {
        var ends = goal == null ? goal(consumer) : goal;
        if (ends == null) {
            return true;
        }
        return !isHeardTo(ends) && !(isReadTo(consumer, ends) && isHeardSinceRead());
    }

    private boolean isHeardTo(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** The last offsets of a partition need not be records: a transaction leaves markers, and what it aborted. */
    private boolean isReadTo(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        if (read == null) {
            var positions = new HashMap<TopicPartition, Long>();
            ends.keySet().forEach(partition -> positions.put(partition, consumer.position(partition, PERIOD)));
            boolean isRead = ends.entrySet().stream()
                    .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
            read = isRead ? positions : null;
        }
        return read != null;
    }

    /** What was read waits in the connector's queue: it has passed when a later record comes, or no more for a while. */
    private boolean isHeardSinceRead() {
        long now = count.get();
        quiet = now == countBefore ? quiet + 1 : 0;
        countBefore = now;
        return readLater || quiet >= QUIET_PERIODS;
    }

    /** Where the partitions that hold anything ended when they were first asked; null while there is no assignment. */
    private @Nullable Map<TopicPartition, Long> goal(Consumer<?, ?> consumer) {
        var partitions = consumer.assignment();
        if (partitions.isEmpty()) {
            return null;
        }
        var begins = consumer.beginningOffsets(partitions);
        var ends = new HashMap<>(consumer.endOffsets(partitions));
        ends.entrySet().removeIf(end -> end.getValue() <= begins.getOrDefault(end.getKey(), 0L));
        goal = ends;
        return ends;
    }
}
