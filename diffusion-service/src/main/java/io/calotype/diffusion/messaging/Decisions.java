package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.messaging.decision.Authority;
import io.calotype.messaging.decision.CancelledPrompts;
import io.calotype.messaging.decision.PausedPrompts;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What this process has read of what is decided about prompts; look-ups allocate nothing. */
@ApplicationScoped
class Decisions {

    private final CancelledPrompts cancelled;
    private final PausedPrompts paused;

    Decisions(DiffusionConfig config, Authority authority) {
        this.cancelled = new CancelledPrompts(config.rememberedCancellations(), authority);
        this.paused = new PausedPrompts(config.rememberedCancellations(), authority);
    }

    void apply(PromptDecision decision) {
        if (decision instanceof PromptCancelled cancellation) {
            cancelled.add(cancellation);
        } else {
            paused.apply(decision);
        }
    }

    boolean isCancelled(RequestedImage image) {
        return cancelled.contains(image.id(), image.origin().source());
    }

    /** Returns why an image was cancelled, if it was and somebody said so. */
    @Nullable
    String cancelReason(RequestedImage image) {
        return cancelled.reason(image.id(), image.origin().source());
    }

    /** An image that is cancelled is paused no more. */
    boolean isPaused(RequestedImage image) {
        return paused.contains(image.id(), image.origin().source()) && !isCancelled(image);
    }
}
