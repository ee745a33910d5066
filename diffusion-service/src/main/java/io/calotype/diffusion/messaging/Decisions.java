package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.spec.ImageId;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.messaging.decision.CancelledPrompts;
import io.calotype.messaging.decision.PausedPrompts;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What this process has read of what is decided about prompts; look-ups allocate nothing. */
@ApplicationScoped
class Decisions {

    private final CancelledPrompts cancelled;
    private final PausedPrompts paused;

    Decisions(DiffusionConfig config) {
        this.cancelled = new CancelledPrompts(config.rememberedCancellations());
        this.paused = new PausedPrompts(config.rememberedCancellations());
    }

    void apply(PromptDecision decision) {
        if (decision instanceof PromptCancelled cancellation) {
            cancelled.add(cancellation);
        } else {
            paused.apply(decision);
        }
    }

    boolean isCancelled(ImageId image) {
        return cancelled.contains(image);
    }

    /** Returns why an image was cancelled, if it was and somebody said so. */
    @Nullable
    String cancelReason(ImageId image) {
        return cancelled.reason(image);
    }

    /** An image that is cancelled is paused no more. */
    boolean isPaused(ImageId image) {
        return paused.contains(image) && !isCancelled(image);
    }
}
