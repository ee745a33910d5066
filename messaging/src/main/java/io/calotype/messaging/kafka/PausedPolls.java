package io.calotype.messaging.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.jboss.logging.Logger;

/**
 * Lets the polling thread of a paused channel rest between polls.
 *
 * <p>SmallRye pauses a channel whose records wait for their turn, and then polls it every two milliseconds: polls keep a consumer in
 * its group, and after one of them it goes on. With 64 partitions that takes 5 % of a core for as long as there is a backlog. A rest
 * is at most a twentieth of the time that the channel has been paused so far, and 100 ms.
 */
final class PausedPolls {

    private static final Logger LOG = Logger.getLogger(PausedPolls.class);
    private static final Duration LONGEST = Duration.ofMillis(100);
    private static final int SHARE = 20; // rest one twentieth of the pause so far
    private static final Duration GAP = Duration.ofMillis(1);

    private Duration pausedAt = Duration.ZERO;
    private boolean paused;

    /** Begins to watch a channel's consumer, which exists already; cancel it before the consumer is closed. */
    static Cancellable watch(KafkaConsumer<?, ?> consumer) {
        return new PausedPolls().restAgainAndAgain(consumer);
    }

    private <K, V> Cancellable restAgainAndAgain(KafkaConsumer<K, V> consumer) {
        return Uni.createFrom()
                .deferred(() -> consumer.runOnPollingThread((Consumer<K, V> kafka) -> rest(kafka)))
                .repeat()
                .withDelay(GAP)
                .indefinitely()
                .subscribe()
                .with(rested -> {}, failure -> LOG.debugf(failure, "a paused consumer is polled without rests"));
    }

    /** Rests, on the polling thread. */
    private void rest(Consumer<?, ?> kafka) {
        var now = Duration.ofNanos(System.nanoTime());
        LockSupport.parkNanos(restAt(now, !kafka.paused().isEmpty()).toNanos());
    }

    /**
     * Returns how long a channel rests.
     *
     * @param now since any fixed moment
     * @return nothing for a channel that is not paused, or has only just been
     */
    Duration restAt(Duration now, boolean isPaused) {
        if (!isPaused || !paused) {
            paused = isPaused;
            pausedAt = now;
        }
        var share = now.minus(pausedAt).dividedBy(SHARE);
        return share.compareTo(LONGEST) < 0 ? share : LONGEST;
    }
}
