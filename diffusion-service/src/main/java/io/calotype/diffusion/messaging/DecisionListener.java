package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.owner.Owners;
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
 * Reads all that the topic of cancellations still has, in every process: which prompts are cancelled, paused and resumed.
 *
 * <p>An unreadable one is skipped with a warning: all processes read it, again after each start, so dead letters would
 * multiply.
 */
@ApplicationScoped
class DecisionListener {

    static final String CHANNEL = "cancellations";

    private static final Logger LOG = Logger.getLogger(DecisionListener.class);
    private static final Envelope.Bare BARE =
            new Envelope.Bare(EventTypes.PROMPT_CANCELLED, "cancellation", Owners.BARE);

    private final Decisions decisions;
    private final CatchUp catchUp;
    private final DecisionsRead read;

    DecisionListener(Decisions decisions, CatchUp catchUp, DecisionsRead read) {
        this.decisions = decisions;
        this.catchUp = catchUp;
        this.read = read;
    }

    /** Completes when all decisions from before the start have been read; images wait for that. */
    @Produces
    @Singleton
    static CatchUp catchUp(KafkaClientService clients, DiffusionConfig config) {
        return CatchUp.of(clients, CHANNEL, config.cancellationsCatchUp());
    }

    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> decided(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            var decision = decision(record);
            decisions.apply(decision);
            LOG.debugf("read: %s", decision);
        } catch (Refusal refusal) {
            LOG.warnf("decision %s skipped: %s", record.position(), refusal.getMessage());
        }
        catchUp.noteRead(record);
        read.noteRead(record);
        return message.ack();
    }

    /** A bare JSON object is a cancellation, from the sender of bare prompts. */
    static PromptDecision decision(ReceivedRecord record) {
        return Events.promptDecision(record.event(BARE));
    }
}
