package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;

/** A prompt was cancelled. */
public record PromptCancelled(String promptId) implements PromptDecision {
    public PromptCancelled {
        ImageId.requirePromptId(promptId);
    }
}
