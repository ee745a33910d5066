package io.calotype.encoder.messaging;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Receives prompts from {@code calotype.prompts}, and those that encoders of other packs forwarded. */
@Startup
@ApplicationScoped
class PromptListener {

    private final PromptTurns turns;

    PromptListener(PromptTurns turns) {
        this.turns = turns;
    }

    @Incoming("prompts")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> prompt(Message<byte[]> message) {
        return turns.admit(message);
    }

    @Incoming("pack-prompts")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> forwarded(Message<byte[]> message) {
        return turns.admit(message);
    }
}
