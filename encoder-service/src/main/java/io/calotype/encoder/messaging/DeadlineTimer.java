package io.calotype.encoder.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.Postponed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Ends the open images of a prompt when its deadline is over, and acknowledges its record then. */
@ApplicationScoped
class DeadlineTimer {

    private static final Logger LOG = Logger.getLogger(DeadlineTimer.class);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final PromptExpiry expiry;

    DeadlineTimer(PromptExpiry expiry) {
        this.expiry = expiry;
    }

    /** Waits, without a thread, until the deadline; a failure is logged and leaves the record to the next reader. */
    Uni<Void> expire(Message<byte[]> message, ReceivedRecord record, Instant deadline) {
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(until(deadline))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> expire(record))
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "record %s is not checked for its deadline", record.position()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> expire(ReceivedRecord record) {
        return Uni.createFrom()
                .completionStage(() -> expiry.expire(record))
                .onFailure(Postponed.class)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely();
    }

    private static Duration until(Instant deadline) {
        var left = Duration.between(Instant.now(), deadline);
        return left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left;
    }
}
