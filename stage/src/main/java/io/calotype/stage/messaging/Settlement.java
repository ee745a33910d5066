package io.calotype.stage.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.GivenBack;
import io.calotype.stage.lifecycle.Breakdown;
import io.calotype.stage.telemetry.StageMetrics;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers for a record whose work has ended: acknowledges it, or tells first what went wrong. */
@ApplicationScoped
class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final Outbox outbox;
    private final Attempts attempts;
    private final Breakdown breakdown;
    private final StageMetrics metrics;

    Settlement(Outbox outbox, Attempts attempts, Breakdown breakdown, StageMetrics metrics) {
        this.outbox = outbox;
        this.attempts = attempts;
        this.breakdown = breakdown;
        this.metrics = metrics;
    }

    /**
     * Settles a record.
     *
     * @param thrown what the work failed with, null if its effect is durable
     * @return completes when the record is answered for, or is to come again
     */
    CompletionStage<Void> settle(Message<byte[]> message, ReceivedRecord record, @Nullable Throwable thrown) {
        var failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure == null) {
            metrics.count(Outcome.DONE);
            return acknowledge(message, record);
        }
        if (failure instanceof RefusedImage refused) {
            metrics.count(Outcome.REFUSED);
            LOG.infof(refused.getCause(), "image failed, %s", refused.getMessage());
            return outbox.failed(refused.failed(), record.trace())
                    .thenCompose(published -> acknowledge(message, record));
        }
        if (failure instanceof GivenBack) {
            metrics.count(Outcome.GIVEN_BACK);
            return CompletableFuture.completedFuture(null);
        }
        if (failure instanceof Error) {
            metrics.count(Outcome.GIVEN_BACK);
            breakdown.end("record " + record.position() + " ended in " + failure);
            return CompletableFuture.completedFuture(null);
        }
        return deadLetter(message, record, failure);
    }

    private CompletionStage<Void> acknowledge(Message<byte[]> message, ReceivedRecord record) {
        attempts.ended(record);
        return message.ack();
    }

    private CompletionStage<Void> deadLetter(Message<byte[]> message, ReceivedRecord record, Throwable failure) {
        metrics.count(Outcome.UNREADABLE);
        attempts.ended(record);
        if (failure instanceof UnreadableRecord unreadable) {
            LOG.warnf("dead letter %s: %s", record.position(), unreadable.getMessage());
            var told = unreadable.failed().map(failed -> outbox.failed(failed, record.trace()));
            return told.orElseGet(() -> CompletableFuture.completedFuture(null))
                    .thenCompose(published -> message.nack(unreadable));
        }
        LOG.errorf(failure, "dead letter %s: the stage failed", record.position());
        return message.nack(new UnreadableRecord(
                "the stage failed with " + failure.getClass().getSimpleName(), null));
    }
}
