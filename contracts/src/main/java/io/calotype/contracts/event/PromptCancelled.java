package io.calotype.contracts.event;

import io.calotype.contracts.spec.ImageId;

/** Someone no longer wants a prompt's pictures. */
public record PromptCancelled(String promptId) {
    public PromptCancelled {
        ImageId.requirePromptId(promptId);
    }
}
