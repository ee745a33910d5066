package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.encoder.policy.PromptPolicy;
import io.calotype.encoder.policy.Verdict;
import io.calotype.messaging.admission.Admission;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.Intake;
import io.calotype.stage.messaging.StageWork;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Has the prompt policy asked about prompts before they are admitted, so that none takes a place of the encoder's meanwhile. */
@ApplicationScoped
class AskedPrompts {

    private static final Logger LOG = Logger.getLogger(AskedPrompts.class);

    private final Intake intake;
    private final PromptWork work;
    private final BranchedPrompts branched;
    private final PromptPolicy policy;
    private final Admission asking;

    AskedPrompts(Intake intake, PromptWork work, BranchedPrompts branched, PromptPolicy policy) {
        this.intake = intake;
        this.work = work;
        this.branched = branched;
        this.policy = policy;
        this.asking = new Admission(policy.concurrency());
    }

    /** Returns whether there is anybody to ask. */
    boolean areOn() {
        return policy.isOn();
    }

    /**
     * Admits a prompt once it was asked about.
     *
     * @param around what is done with the work on it
     * @return completes when the next record may be read
     */
    CompletionStage<Void> admit(
            Message<byte[]> message, PromptRequested request, ReceivedRecord record, UnaryOperator<StageWork> around) {
        if (!areOn()) {
            return intake.admit(message, around.apply(work));
        }
        return asking.enter().thenAccept(place -> decide(request, record)
                .chain(verdict -> Uni.createFrom()
                        .completionStage(() -> intake.admit(message, around.apply(work.decided(verdict)))))
                .onTermination()
                .invoke(place::leave)
                .subscribe()
                .with(admitted -> {}, failure -> LOG.errorf(failure, "record %s was not admitted", record.position())));
    }

    /** What cannot be asked about now is when it is worked on. */
    private Uni<Optional<Verdict>> decide(PromptRequested request, ReceivedRecord record) {
        return Uni.createFrom()
                .item(() -> branched.resolve(request))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(resolved -> policy.decide(resolved, record.trace()))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
