package io.calotype.gateway.book;

import io.calotype.contracts.event.ImageOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one image is at one moment.
 *
 * @param lastStep the newest progress, null before the first
 * @param end the terminal state, null while there is none
 */
public record ImageSnapshot(
        int index,
        Happening.@Nullable Step lastStep,
        @Nullable ImageOutcome end) {

    /** Returns the terminal state if there is one. */
    public Optional<ImageOutcome> outcome() {
        return Optional.ofNullable(end);
    }

    /** Tells whether the image has its terminal state. */
    public boolean ended() {
        return end != null;
    }

    ImageSnapshot withoutPreview() {
        return lastStep == null ? this : new ImageSnapshot(index, lastStep.withoutPreview(), end);
    }
}
