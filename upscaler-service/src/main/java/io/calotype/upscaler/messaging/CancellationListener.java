package io.calotype.upscaler.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.decision.Authority;
import io.calotype.messaging.decision.CancelledPrompts;
import io.calotype.messaging.kafka.CatchUp;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.upscaler.config.UpscalerConfig;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Reads which prompts are cancelled; a drawn picture is not paused any more. */
@ApplicationScoped
class CancellationListener {

    private static final String CHANNEL = "cancellations";
    private static final Logger LOG = Logger.getLogger(CancellationListener.class);
    private static final Envelope.Bare BARE =
            new Envelope.Bare(EventTypes.PROMPT_CANCELLED, "cancellation", Owners.BARE);

    private final CancelledPrompts cancelled;
    private final CatchUp catchUp;

    CancellationListener(CancelledPrompts cancelled, CatchUp catchUp) {
        this.cancelled = cancelled;
        this.catchUp = catchUp;
    }

    @Produces
    @Singleton
    static CancelledPrompts cancelled(UpscalerConfig config, Authority authority) {
        return new CancelledPrompts(config.rememberedCancellations(), authority);
    }

    /** Completes when all cancellations from before the start have been read; pictures wait for that. */
    @Produces
    @Singleton
    static CatchUp catchUp(KafkaClientService clients, UpscalerConfig config) {
        return CatchUp.of(clients, CHANNEL, config.cancellationsCatchUp());
    }

    /** One that cannot be read is skipped: every process reads it, again after each start, so dead letters would multiply. */
    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> decided(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            if (Events.promptDecision(record.event(BARE)) instanceof PromptCancelled cancellation) {
                cancelled.add(cancellation);
            }
        } catch (Refusal refusal) {
            LOG.warnf("decision %s skipped: %s", record.position(), refusal.getMessage());
        }
        catchUp.noteRead(record);
        return message.ack();
    }
}
