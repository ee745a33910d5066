package io.calotype.decoder.messaging;

import io.calotype.stage.messaging.Intake;
import io.calotype.stage.messaging.TensorReceiver;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes in the latents of images. */
@Startup
@ApplicationScoped
class LatentListener {

    private final Intake intake;
    private final TensorReceiver receiver;
    private final LatentWork work;

    LatentListener(Intake intake, TensorReceiver receiver, LatentWork work) {
        this.intake = intake;
        this.receiver = receiver;
        this.work = work;
    }

    @Incoming("latents")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> latents(Message<byte[]> message) {
        return intake.admit(message, delivery -> receiver.receive(delivery, work));
    }
}
