package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Has paused images go on, or ends them if they are cancelled, in one process of the pack at a time.
 *
 * <p>The group's committed offset says what is done: what a process that died had not done, the next one does.
 */
@ApplicationScoped
class ResumptionListener {

    private static final Logger LOG = Logger.getLogger(ResumptionListener.class);

    private final Decisions decisions;
    private final PausedRecords paused;

    ResumptionListener(Decisions decisions, PausedRecords paused) {
        this.decisions = decisions;
        this.paused = paused;
    }

    @Incoming("resumptions")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> decided(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> release(record))
                .chain(() -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "decision %s waits for the next process", record.position()))
                .onFailure()
                .recoverWithNull()
                .subscribeAsCompletionStage();
    }

    /** An unreadable decision is skipped; {@link DecisionListener} says so. */
    private Uni<Void> release(ReceivedRecord record) {
        try {
            return release(DecisionListener.decision(record));
        } catch (Refusal unreadable) {
            return Uni.createFrom().voidItem();
        }
    }

    private Uni<Void> release(PromptDecision decision) {
        if (decision instanceof PromptPaused) {
            return Uni.createFrom().voidItem();
        }
        if (decision instanceof PromptResumed resumed) {
            return paused.release(resumed.promptId(), resumed.index(), resumed.source());
        }
        decisions.apply(decision); // this channel may be ahead of the one that all read
        return paused.release(decision.promptId(), ((PromptCancelled) decision).index(), decision.source());
    }
}
