package io.calotype.encoder.messaging;

import io.calotype.stage.messaging.Intake;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Receives texts to embed. */
@ApplicationScoped
class TextListener {

    private final Intake intake;
    private final TextWork work;

    TextListener(Intake intake, TextWork work) {
        this.intake = intake;
        this.work = work;
    }

    @Incoming("texts")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> text(Message<byte[]> message) {
        return intake.admit(message, work);
    }
}
