package io.calotype.contracts.event;

import io.calotype.contracts.spec.Limits;
import org.jspecify.annotations.Nullable;

/**
 * A prompt was cancelled, or one image of it.
 *
 * @param index of the image, 0 to 15; null for all of them
 * @param reason for those who read how the images ended, 1 to 256 code points; null if there is none
 * @param source of the event
 */
public record PromptCancelled(
        String promptId, @Nullable Integer index, @Nullable String reason, String source) implements PromptDecision {
    public PromptCancelled {
        Origin.of(promptId, source); // checks both, as a prompt's
        if (index != null) {
            Limits.within("index", index, 0, Limits.MAX_N - 1);
        }
        reason = reason == null ? null : CancelReason.require(reason);
    }

    /** All images of a prompt, for no reason. */
    public PromptCancelled(String promptId, String source) {
        this(promptId, null, null, source);
    }
}
