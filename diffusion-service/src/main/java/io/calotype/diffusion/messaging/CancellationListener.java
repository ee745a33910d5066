package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.messaging.kafka.CatchUp;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads all cancellations that the topic still has, in every process.
 *
 * <p>An unreadable one is skipped with a warning: all processes read it, again after each start, so dead letters would
 * multiply.
 */
@ApplicationScoped
class CancellationListener {

    private static final Logger LOG = Logger.getLogger(CancellationListener.class);
    private static final Envelope.Bare BARE =
            new Envelope.Bare(EventTypes.PROMPT_CANCELLED, "cancellation", Events.SOURCE);

    private final Cancellations cancellations;
    private final CatchUp catchUp;

    CancellationListener(Cancellations cancellations, CatchUp catchUp) {
        this.cancellations = cancellations;
        this.catchUp = catchUp;
    }

    /** Completes when all cancellations from before the start have been read; images wait for that. */
    @Produces
    @Singleton
    static CatchUp catchUp(KafkaClientService clients, DiffusionConfig config) {
        return CatchUp.of(clients, "cancellations", config.cancellationsCatchUp());
    }

    @Incoming("cancellations")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> cancelled(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            var prompt = Events.promptCancelled(record.event(BARE));
            cancellations.add(prompt.promptId());
            LOG.debugf("cancelled: %s", prompt.promptId());
        } catch (Refusal refusal) {
            LOG.warnf("cancellation %s skipped: %s", record.position(), refusal.getMessage());
        }
        catchUp.noteRead(record);
        return message.ack();
    }
}
