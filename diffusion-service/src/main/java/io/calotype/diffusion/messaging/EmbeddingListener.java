package io.calotype.diffusion.messaging;

import io.calotype.messaging.kafka.CatchUp;
import io.calotype.stage.messaging.Intake;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Receives embeddings, once all earlier cancellations are known; made at the start, so that no image waits for that. */
@Startup
@ApplicationScoped
class EmbeddingListener {

    private final Intake intake;
    private final DenoiseWork work;
    private final CompletionStage<Void> caughtUp;

    EmbeddingListener(Intake intake, DenoiseWork work, CatchUp cancellations) {
        this.intake = intake;
        this.work = work;
        this.caughtUp = cancellations.awaited().subscribeAsCompletionStage();
    }

    @Incoming("embeddings")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> embedding(Message<byte[]> message) {
        return caughtUp.thenCompose(known -> intake.admit(message, work));
    }
}
