package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A prompt was paused, or one image of it.
 *
 * @param index of the image, 0 to 15; null for all of them
 */
public record PromptPaused(String promptId, @Nullable Integer index) implements PromptDecision {
    public PromptPaused {
        ImageId.requirePromptId(promptId);
        if (index != null) {
            Limits.within("index", index, 0, Limits.MAX_N - 1);
        }
    }
}
