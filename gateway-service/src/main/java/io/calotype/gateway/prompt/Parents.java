package io.calotype.gateway.prompt;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.gateway.store.StoredSteps;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells callers at once that a prompt cannot branch off where it wants to; what the step permits, the denoiser says. */
@ApplicationScoped
class Parents {

    private final StoredSteps steps;

    Parents(StoredSteps steps) {
        this.steps = steps;
    }

    /** Returns the prompt, or fails with a {@code Refusal} if the step is not kept or is somebody else's. */
    Uni<PromptRequested> checked(PromptRequested prompt) {
        var parent = prompt.parameters().sampling().parent();
        var checked = Uni.createFrom().item(prompt);
        return parent == null
                ? checked
                : checked.emitOn(Infrastructure.getDefaultWorkerPool())
                        .invoke(() -> steps.require(parent, prompt.origin().source()));
    }
}
