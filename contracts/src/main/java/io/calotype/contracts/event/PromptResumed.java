package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A paused prompt goes on, or one image of it.
 *
 * @param index of the image, 0 to 15; null for all of them
 */
public record PromptResumed(String promptId, @Nullable Integer index) implements PromptDecision {
    public PromptResumed {
        ImageId.requirePromptId(promptId);
        if (index != null) {
            Limits.within("index", index, 0, Limits.MAX_N - 1);
        }
    }
}
