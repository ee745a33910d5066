package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import java.time.Instant;

/**
 * One image on its way through the stages; travels with its tensors.
 *
 * @param packDigest of the model pack that made the tensors
 * @param requestedAt when the prompt came in
 */
public record ImageTask(
        RequestedImage image, GenerationSpec spec, String packDigest, Instant requestedAt, StageTimings timings) {

    /** Returns which image it is. */
    public ImageId id() {
        return image.id();
    }

    /** Returns who asked for it. */
    public Origin origin() {
        return image.origin();
    }

    /** Returns this task after one more stage. */
    public ImageTask with(StageTimings newTimings) {
        return new ImageTask(image, spec, packDigest, requestedAt, newTimings);
    }
}
