package io.calotype.encoder.messaging;

import io.calotype.encoder.config.EncoderConfig;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.Postponed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads every prompt a second time when its deadline is over, in the order in which they were written.
 *
 * <p>The encoders of all packs share the work, as one consumer group; its committed offset is all the memory there is.
 */
@ApplicationScoped
class ExpiryListener {

    private static final Logger LOG = Logger.getLogger(ExpiryListener.class);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private final PromptExpiry expiry;
    private final Duration deadline;

    ExpiryListener(PromptExpiry expiry, EncoderConfig config) {
        this.expiry = expiry;
        this.deadline = config.deadline();
    }

    @Incoming("deadlines")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> prompt(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(left(record))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> expire(record))
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "record %s is not checked for its deadline", record.position()))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    private Uni<Void> expire(ReceivedRecord record) {
        return Uni.createFrom()
                .completionStage(() -> expiry.expire(record))
                .onFailure(Postponed.class)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely();
    }

    private Duration left(ReceivedRecord record) {
        var left = Duration.between(Instant.now(), record.timestamp().plus(deadline));
        return left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left;
    }
}
