package io.calotype.gateway.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads terminal events, each in one gateway, and acknowledges one when its receiver was called or the attempts are used up.
 *
 * <p>Nothing else is stored: an event that was not acknowledged is read again after a restart.
 */
@ApplicationScoped
class WebhookListener {

    private static final Logger LOG = Logger.getLogger(WebhookListener.class);

    private final ImageEnds ends;
    private final Admission admission;

    WebhookListener(ImageEnds ends) {
        this.ends = ends;
        this.admission = new Admission(ends.atATime());
    }

    @Incoming("webhooks")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> ended(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        var outcome = read(record).filter(ends::concern);
        return outcome.isEmpty()
                ? message.ack()
                : admission.enter().thenAccept(place -> call(outcome.get(), record, message, place));
    }

    private void call(ImageOutcome outcome, ReceivedRecord record, Message<byte[]> message, Admission.Place place) {
        ends.work(outcome, record.timestamp())
                .onTermination()
                .invoke(place::leave)
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .subscribe()
                .with(
                        done -> LOG.tracef("record %s is done", record.position()),
                        failure -> LOG.errorf(failure, "record %s stays unacknowledged", record.position()));
    }

    private static Optional<ImageOutcome> read(ReceivedRecord record) {
        try {
            var bare = new Envelope.Bare(EventTypes.IMAGE_COMPLETED, record.position(), "/" + record.topic());
            return Optional.of(Events.imageOutcome(record.event(bare)));
        } catch (Refusal refusal) {
            LOG.debugf("record %s skipped: %s", record.position(), refusal.getMessage());
            return Optional.empty();
        }
    }
}
