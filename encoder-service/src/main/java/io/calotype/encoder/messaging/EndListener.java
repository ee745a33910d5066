package io.calotype.encoder.messaging;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.encoder.backlog.HeldPrompts;
import io.calotype.encoder.backlog.TenantBacklog;
import io.calotype.messaging.kafka.ReceivedRecord;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Reads which images have ended since the start of this encoder. */
@ApplicationScoped
class EndListener {

    private static final Logger LOG = Logger.getLogger(EndListener.class);
    private static final Envelope.Bare BARE = new Envelope.Bare(EventTypes.IMAGE_COMPLETED, "end", Events.SOURCE);

    private final TenantBacklog backlog;
    private final HeldPrompts held;

    EndListener(TenantBacklog backlog, HeldPrompts held) {
        this.backlog = backlog;
        this.held = held;
    }

    @Incoming("ends")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> ended(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            if (record.key() != null && !Conflicts.isConflict(record.event(BARE))) {
                backlog.ended(ImageId.parse(record.key()));
                held.goOn();
            }
        } catch (Refusal refusal) {
            LOG.debugf("record %s skipped: %s", record.position(), refusal.getMessage());
        }
        return message.ack();
    }
}
