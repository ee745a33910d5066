package io.calotype.diffusion.messaging;

import io.calotype.stage.messaging.Intake;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears embeddings, once all earlier cancellations are known. */
@ApplicationScoped
class EmbeddingListener {

    private final Intake intake;
    private final DenoiseWork work;
    private final CancellationCatchUp catchUp;

    EmbeddingListener(Intake intake, DenoiseWork work, CancellationCatchUp catchUp) {
        this.intake = intake;
        this.work = work;
        this.catchUp = catchUp;
    }

    @Incoming("embeddings")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> embedding(Message<byte[]> message) {
        return catchUp.done().thenCompose(known -> intake.admit(message, work));
    }
}
