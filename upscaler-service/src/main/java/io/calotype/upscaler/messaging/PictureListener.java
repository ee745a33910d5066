package io.calotype.upscaler.messaging;

import io.calotype.messaging.kafka.CatchUp;
import io.calotype.stage.messaging.Intake;
import io.calotype.stage.messaging.TensorReceiver;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes in pictures to enlarge, once all earlier cancellations are known; made at the start, so that no image waits for that. */
@Startup
@ApplicationScoped
class PictureListener {

    private final Intake intake;
    private final TensorReceiver receiver;
    private final UpscaleWork work;
    private final CompletionStage<Void> caughtUp;

    PictureListener(Intake intake, TensorReceiver receiver, UpscaleWork work, CatchUp cancellations) {
        this.intake = intake;
        this.receiver = receiver;
        this.work = work;
        this.caughtUp = cancellations.awaited().subscribeAsCompletionStage();
    }

    @Incoming("pictures")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> picture(Message<byte[]> message) {
        return caughtUp.thenCompose(known -> intake.admit(message, delivery -> receiver.receive(delivery, work)));
    }
}
