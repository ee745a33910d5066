package io.calotype.decoder.messaging;

import io.calotype.stage.messaging.Intake;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Hears of images that are denoised or cancelled, one at a time, in the order of their partition. */
@ApplicationScoped
class LatentListener {

    private final Intake intake;
    private final LatentWork work;

    LatentListener(Intake intake, LatentWork work) {
        this.intake = intake;
        this.work = work;
    }

    @Incoming("latents")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> latents(Message<byte[]> message) {
        return intake.admit(message, work);
    }
}
