package io.calotype.stage.messaging;

import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.Postponed;
import io.calotype.stage.ends.UnreadableEnd;
import io.calotype.stage.lifecycle.Breakdown;
import io.calotype.stage.telemetry.StageMetrics;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.calotype.stage.telemetry.StageTracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Settles a record whose work has ended: acknowledges it, or first publishes what went wrong. */
@ApplicationScoped
class Settlement {

    private static final Logger LOG = Logger.getLogger(Settlement.class);

    private final EndPublisher ends;
    private final Attempts attempts;
    private final Breakdown breakdown;
    private final StageMetrics metrics;

    Settlement(EndPublisher ends, Attempts attempts, Breakdown breakdown, StageMetrics metrics) {
        this.ends = ends;
        this.attempts = attempts;
        this.breakdown = breakdown;
        this.metrics = metrics;
    }

    /**
     * Settles a record.
     *
     * @param outcome what the work came to, null if it failed
     * @param thrown what the work failed with, null if its effect is durable
     * @return completes when the record is acknowledged, or left to be read again; fails with {@link Postponed} when its work
     *     is to start again in this process
     */
    CompletionStage<Void> settle(
            Message<byte[]> message, ReceivedRecord record, @Nullable Outcome outcome, @Nullable Throwable thrown) {
        if (thrown == null) {
            count(record, outcome == null ? Outcome.DONE : outcome);
            return acknowledge(message, record);
        }
        var failure = Failures.cause(thrown);
        if (failure instanceof Postponed) {
            return CompletableFuture.failedFuture(failure);
        }
        if (!Failures.isOfTheProcess(failure)) {
            return deadLetter(message, record, failure);
        }
        count(record, Outcome.GIVEN_BACK);
        if (failure instanceof Error) {
            breakdown.end("record " + record.position() + " ended in " + failure);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void count(ReceivedRecord record, Outcome outcome) {
        metrics.count(outcome);
        StageTracer.note(record.trace(), outcome);
    }

    private CompletionStage<Void> acknowledge(Message<byte[]> message, ReceivedRecord record) {
        attempts.ended(record);
        return message.ack();
    }

    private CompletionStage<Void> deadLetter(Message<byte[]> message, ReceivedRecord record, Throwable failure) {
        var unreadable = unreadable(record, failure);
        return fail(unreadable, record)
                .exceptionallyCompose(Settlement::unlessUnreadable)
                .thenCompose(published -> {
                    count(record, Outcome.UNREADABLE);
                    attempts.ended(record);
                    return message.nack(unreadable);
                });
    }

    private static UnreadableRecord unreadable(ReceivedRecord record, Throwable failure) {
        if (failure instanceof UnreadableRecord unreadable) {
            LOG.warnf("dead letter %s: %s", record.position(), unreadable.getMessage());
            return unreadable;
        }
        LOG.errorf(failure, "dead letter %s: the stage failed", record.position());
        return new UnreadableRecord(Failures.problem(failure).detail());
    }

    /** An end that cannot be read is not published; the dead letter says so. */
    private static CompletionStage<Void> unlessUnreadable(Throwable failure) {
        return Failures.cause(failure) instanceof UnreadableEnd
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(failure);
    }

    private CompletionStage<Void> fail(UnreadableRecord unreadable, ReceivedRecord record) {
        return CompletableFuture.allOf(unreadable.images().stream()
                .map(image -> CompletableFuture.completedFuture(image)
                        .thenCompose(named -> ends.fail(named, unreadable.problem(), record.trace())))
                .toArray(CompletableFuture[]::new));
    }
}
