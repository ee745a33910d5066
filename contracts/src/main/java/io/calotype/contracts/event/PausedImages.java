package io.calotype.contracts.event;

import io.calotype.contracts.spec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Which images of one prompt are paused.
 *
 * @param bits one for each image, the lowest for the first
 */
public record PausedImages(int bits) {
    /** None is. */
    public static final PausedImages NONE = new PausedImages(0);

    private static final int ALL = (1 << Limits.MAX_N) - 1;

    /** Returns which are paused after a decision; a cancellation changes nothing. */
    public PausedImages after(PromptDecision decision) {
        if (decision instanceof PromptPaused paused) {
            return new PausedImages(bits | of(paused.index()));
        }
        return decision instanceof PromptResumed resumed ? new PausedImages(bits & ~of(resumed.index())) : this;
    }

    private static int of(@Nullable Integer index) {
        return index == null ? ALL : 1 << index;
    }

    /** Tells whether an image is. */
    public boolean contains(int index) {
        return (bits >> index & 1) == 1;
    }
}
