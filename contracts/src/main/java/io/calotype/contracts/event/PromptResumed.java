package io.calotype.contracts.event;

import io.calotype.contracts.spec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A paused prompt goes on, or one image of it.
 *
 * @param index of the image, 0 to 15; null for all of them
 * @param source of the event
 */
public record PromptResumed(String promptId, @Nullable Integer index, String source) implements PromptDecision {
    public PromptResumed {
        Origin.of(promptId, source); // checks both, as a prompt's
        if (index != null) {
            Limits.within("index", index, 0, Limits.MAX_N - 1);
        }
    }
}
