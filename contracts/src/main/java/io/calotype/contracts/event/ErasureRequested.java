package io.calotype.contracts.event;

import io.calotype.contracts.spec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants the images of a prompt erased, or one of them.
 *
 * @param id of the event
 * @param source of the event; who may act for the prompt's own source has it erased
 * @param index of the image, 0 to 15; null for all of them
 */
public record ErasureRequested(
        String id, String source, String promptId, @Nullable Integer index) {
    public ErasureRequested {
        Origin.of(promptId, source); // checks both, as a prompt's
        if (index != null) {
            Limits.within("index", index, 0, Limits.MAX_N - 1);
        }
    }
}
