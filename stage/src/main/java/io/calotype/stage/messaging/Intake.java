package io.calotype.stage.messaging;

import io.calotype.stage.config.StageConfig;
import io.calotype.stage.lifecycle.GivenBack;
import io.calotype.stage.telemetry.StageMetrics;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.calotype.stage.telemetry.StageTracer;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes records in, as many at a time as {@code calotype.in-flight} says, and acknowledges each only after its effect.
 *
 * <p>An {@code @Incoming} method that returns {@link #admit} gets its next record when this one has a place: that is the
 * back-pressure. What the sender got wrong becomes a {@code failed} event, what cannot be parsed a dead letter; a record
 * whose work was given up because the process stops is neither acknowledged nor refused, and comes again.
 */
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final Admission admission;
    private final Duration drainTimeout;
    private final Outbox outbox;
    private final StageMetrics metrics;
    private final StageTracer tracer;

    Intake(StageConfig config, Outbox outbox, StageMetrics metrics, StageTracer tracer) {
        this.admission = new Admission(config.inFlight());
        this.drainTimeout = config.drainTimeout();
        this.outbox = outbox;
        this.metrics = metrics;
        this.tracer = tracer;
        metrics.gaugeInFlight(admission, Admission::taken);
    }

    /** Admits a record when there is a place, and completes then; the work goes on after that, on a worker thread. */
    public CompletionStage<Void> admit(Message<byte[]> message, StageWork work) {
        return admission.enter().thenRun(() -> Infrastructure.getDefaultWorkerPool()
                .execute(() -> start(message, work)));
    }

    private void start(Message<byte[]> message, StageWork work) {
        var received = ReceivedRecord.of(message);
        metrics.received(received.value().length, received.timestamp());
        var span = tracer.start(received.position(), received.trace());
        var record = received.within(span.context());
        process(record, work)
                .handle((done, failure) -> settle(message, record, failure))
                .thenCompose(settled -> settled)
                .whenComplete((done, failure) -> {
                    span.end();
                    admission.leave();
                    if (failure != null) {
                        LOG.errorf(failure, "record %s stays unacknowledged", record.position());
                    }
                });
    }

    private static CompletionStage<Void> process(ReceivedRecord record, StageWork work) {
        try {
            return work.process(record);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Void> settle(Message<byte[]> message, ReceivedRecord record, @Nullable Throwable thrown) {
        var failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure == null) {
            metrics.count(Outcome.DONE);
            return message.ack();
        }
        if (failure instanceof RefusedImage refused) {
            metrics.count(Outcome.REFUSED);
            LOG.infof(refused.getCause(), "image failed, %s", refused.getMessage());
            return outbox.failed(refused.failed(), record.trace()).thenCompose(published -> message.ack());
        }
        if (failure instanceof GivenBack) {
            metrics.count(Outcome.GIVEN_BACK);
            return CompletableFuture.completedFuture(null);
        }
        return deadLetter(message, record, failure);
    }

    private CompletionStage<Void> deadLetter(Message<byte[]> message, ReceivedRecord record, Throwable failure) {
        metrics.count(Outcome.UNREADABLE);
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

    /** Takes nothing more and waits for what is under way, at most for {@code calotype.drain-timeout}. */
    void drain(@Observes @Priority(1) ShutdownEvent stopping) throws InterruptedException {
        admission.close();
        if (!admission.awaitEmpty(drainTimeout.toMillis())) {
            LOG.warnf("%d records given back unfinished", admission.taken());
        }
    }
}
