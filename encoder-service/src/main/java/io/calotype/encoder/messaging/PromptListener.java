package io.calotype.encoder.messaging;

import io.calotype.stage.messaging.Intake;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Receives prompts from {@code calotype.prompts}, and those that encoders of other packs forwarded. */
@ApplicationScoped
class PromptListener {

    private final Intake intake;
    private final PromptWork work;

    PromptListener(Intake intake, PromptWork work) {
        this.intake = intake;
        this.work = work;
    }

    @Incoming("prompts")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> prompt(Message<byte[]> message) {
        return intake.admit(message, work);
    }

    @Incoming("pack-prompts")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> forwarded(Message<byte[]> message) {
        return intake.admit(message, work);
    }
}
