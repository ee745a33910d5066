package io.calotype.diffusion.messaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How an image's run ended, if it did not fail. */
sealed interface Outcome {

    /**
     * All steps are done.
     *
     * @param waited from the record's admission to the first step
     * @param computed from there to the last step, in the company of others
     * @param mayBeKept whether a trajectory of the image may be in the object store
     */
    record Denoised(Duration waited, Duration computed, boolean mayBeKept) implements Outcome {}

    /** The image was cancelled, for a reason if there is one. */
    record Cancelled(@Nullable String reason) implements Outcome {}

    /** The image was paused, and its trajectory is kept as far as it came. */
    record Paused() implements Outcome {}

    /** The latents of the image were sent before. */
    record Before() implements Outcome {}
}
