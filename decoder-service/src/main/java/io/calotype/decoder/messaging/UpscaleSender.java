package io.calotype.decoder.messaging;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.spec.Upscale;
import io.calotype.contracts.topic.Topics;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.messaging.TensorSender;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** Sends pictures to the upscaler, if the deployment has one. */
@ApplicationScoped
class UpscaleSender {

    private final TensorSender sender;
    private final OptionalInt factor;

    UpscaleSender(TensorSender sender, StageConfig config) {
        this.sender = sender;
        this.factor = config.upscale();
    }

    /**
     * Checks that the picture can be enlarged as its task says, if it says so.
     *
     * @throws io.calotype.contracts.problem.Refusal UNSUPPORTED or INVALID_PARAMETER
     */
    void require(ImageTask task) {
        Upscale.require(task.spec().upscale(), factor);
    }

    /** Completes when the broker has the picture. */
    CompletionStage<Void> send(DecodedPicture picture, Context trace) {
        return sender.send(Topics.UPSCALES, EventTypes.IMAGE_DECODED, picture.toTensors(), trace);
    }

    /** Removes what an earlier try may have stored, once the image has ended; blocks on the object store. */
    void discard(ImageTask task) {
        sender.discard(task.image(), task.packDigest());
    }
}
