package io.calotype.gateway.book;

import io.calotype.contracts.event.ImageOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one image is at one moment.
 *
 * @param lastStep the newest progress, null before the first
 * @param end the terminal state, null while there is none
 * @param paused whether it was asked to wait; what is denoised already does not
 */
public record ImageSnapshot(
        int index,
        Happening.@Nullable Step lastStep,
        @Nullable ImageOutcome end,
        boolean paused) {

    /** An image that goes its way. */
    public ImageSnapshot(int index, Happening.@Nullable Step lastStep, @Nullable ImageOutcome end) {
        this(index, lastStep, end, false);
    }

    /** Returns the terminal state if there is one. */
    public Optional<ImageOutcome> outcome() {
        return Optional.ofNullable(end);
    }

    /** Tells whether the image has its terminal state. */
    public boolean ended() {
        return end != null;
    }

    ImageSnapshot paused(boolean isPaused) {
        return new ImageSnapshot(index, lastStep, end, isPaused);
    }

    ImageSnapshot withoutPreview() {
        return lastStep == null ? this : new ImageSnapshot(index, lastStep.withoutPreview(), end, paused);
    }
}
