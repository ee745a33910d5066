package io.calotype.encoder.messaging;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.stage.steps.KeptSteps;
import jakarta.enterprise.context.ApplicationScoped;

/** Fills in what a prompt that branches off from an image takes from there. */
@ApplicationScoped
class BranchedPrompts {

    private final KeptSteps steps;

    BranchedPrompts(KeptSteps steps) {
        this.steps = steps;
    }

    /**
     * Returns a prompt with its parent's parameters where it has none, and any other prompt as it is; blocks on the object store.
     *
     * @throws io.calotype.contracts.problem.Refusal if the step is not kept or is somebody else's, or the size is another
     */
    PromptRequested resolve(PromptRequested request) {
        var parent = request.parameters().sampling().parent();
        if (parent == null) {
            return request;
        }
        var step = steps.get(parent, request.origin().source());
        return request.with(request.parameters().branchingFrom(step.task().spec()));
    }
}
