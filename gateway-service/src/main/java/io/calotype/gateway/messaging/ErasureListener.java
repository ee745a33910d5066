package io.calotype.gateway.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.ErasureRequested;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Reads what is to be erased, each in one gateway, and acknowledges it when it is done; until then it is tried again.
 *
 * <p>One that cannot be read becomes a dead letter, so that nobody takes it for done.
 */
@ApplicationScoped
class ErasureListener {

    private static final Logger LOG = Logger.getLogger(ErasureListener.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Erasures erasures;

    ErasureListener(Erasures erasures) {
        this.erasures = erasures;
    }

    @Incoming("erasures")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> asked(Message<byte[]> message) {
        var record = ReceivedRecord.of(message);
        try {
            return carryOut(read(record), record)
                    .chain(() -> Uni.createFrom().completionStage(message::ack))
                    .subscribeAsCompletionStage();
        } catch (Refusal refusal) {
            LOG.warnf("erasure %s cannot be read: %s", record.position(), refusal.getMessage());
            return message.nack(refusal);
        }
    }

    private Uni<Void> carryOut(ErasureRequested erasure, ReceivedRecord record) {
        return Uni.createFrom()
                .deferred(() -> erasures.carryOut(erasure))
                .onFailure()
                .invoke(failure -> LOG.warnf("erasure %s is tried again: %s", record.position(), failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    /** Bare JSON is from the sender of bare prompts, whose source it gets. */
    private static ErasureRequested read(ReceivedRecord record) {
        return Events.erasureRequested(
                record.event(new Envelope.Bare(EventTypes.ERASURE_REQUESTED, record.position(), Owners.BARE)));
    }
}
