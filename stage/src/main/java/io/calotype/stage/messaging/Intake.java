package io.calotype.stage.messaging;

import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.Postponed;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.lifecycle.ShutdownOrder;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Takes up to {@code calotype.in-flight} records at a time, and acknowledges each only after its effect.
 *
 * <p>An {@code @Incoming} method that returns {@link #admit} gets its next record when this one has a place: that is the
 * back-pressure. A sender's mistake becomes a {@code failed} event, an unreadable record a dead letter; a record whose work
 * is abandoned because the process stops is neither acknowledged nor refused, and will be read again. Work
 * that is {@link Postponed} starts again after a while, and leaves its place to other records meanwhile.
 */
@ApplicationScoped
public class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final int WITHDRAW_SECONDS = 5;
    private static final Duration POSTPONED_FOR = Duration.ofSeconds(5);

    private final Admission admission;
    private final Parking parking;
    private final Duration drainTimeout;
    private final Arrivals arrivals;
    private final Attempts attempts;
    private final Settlement settlement;

    Intake(StageConfig config, Arrivals arrivals, Attempts attempts, Settlement settlement) {
        this.admission = new Admission(config.inFlight());
        this.parking = new Parking(config.parking(), POSTPONED_FOR);
        this.drainTimeout = config.drainTimeout();
        this.arrivals = arrivals;
        this.attempts = attempts;
        this.settlement = settlement;
        arrivals.watch(admission);
    }

    /** Admits a record when there is a place, and completes then; its work runs on a worker thread. */
    public CompletionStage<Void> admit(Message<byte[]> message, StageWork work) {
        return admission.enter().thenAccept(place -> Infrastructure.getDefaultWorkerPool()
                .execute(() -> start(message, work, place)));
    }

    private void start(Message<byte[]> incoming, StageWork work, Admission.Place place) {
        var received = ReceivedRecord.of(incoming);
        var message = arrivals.refusable(incoming, received);
        var span = arrivals.note(received);
        var record = received.within(span.context());
        Uni.createFrom()
                .completionStage(() -> attempt(message, record, work, place))
                .onFailure(failure -> Failures.cause(failure) instanceof Postponed)
                .retry()
                .when(postponed -> postponed.onItem().transformToUniAndConcatenate(failure -> Uni.createFrom()
                        .completionStage(parking.await(place))))
                .onTermination()
                .invoke(() -> {
                    span.end();
                    place.leave();
                    work.ended();
                })
                .subscribe()
                .with(settled -> {}, failure -> arrivals.unacknowledged(record, failure));
    }

    private CompletionStage<Void> attempt(
            Message<byte[]> message, ReceivedRecord record, StageWork work, Admission.Place place) {
        return CompletableFuture.completedStage(record)
                .thenCompose(admitted -> attempts.begin(admitted, place))
                .thenCompose(delivery -> process(work, delivery))
                .handle((outcome, failure) -> settlement.settle(message, record, outcome, failure))
                .thenCompose(settled -> settled);
    }

    /** What the work calls belongs to the record's trace. */
    private static CompletionStage<Outcome> process(StageWork work, Delivery delivery) {
        return delivery.trace().wrapSupplier(() -> work.process(delivery)).get();
    }

    /** Takes no more records and waits for running work, at most for {@code calotype.drain-timeout}. */
    void drain(@Observes @Priority(ShutdownOrder.DRAIN) ShutdownEvent stopping) throws InterruptedException {
        admission.close();
        if (!admission.awaitEmpty(drainTimeout.toMillis())) {
            LOG.warnf("%d records abandoned unfinished", admission.taken());
        }
        attempts.withdraw()
                .toCompletableFuture()
                .completeOnTimeout(null, WITHDRAW_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
