package io.calotype.encoder.messaging;

import io.calotype.stage.messaging.Intake;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Receives texts and pictures to embed. */
@ApplicationScoped
class EmbeddingListener {

    private final Intake intake;
    private final EmbeddingWork work;

    EmbeddingListener(Intake intake, EmbeddingWork work) {
        this.intake = intake;
        this.work = work;
    }

    @Incoming("texts")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> question(Message<byte[]> message) {
        return intake.admit(message, work);
    }
}
