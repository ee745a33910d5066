package io.calotype.gateway.prompt;

import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.owner.ImageOwners;
import io.calotype.gateway.store.StoredPictures;
import io.calotype.gateway.store.StoredSteps;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers at once that a prompt cannot start from an image as it wants to: a step that is not kept, a picture that is not there.
 * An image of somebody else is not there, either. What the step permits, the denoiser says.
 */
@ApplicationScoped
class UsedImages {

    private final StoredSteps steps;
    private final StoredPictures pictures;
    private final ImageOwners owners;

    UsedImages(StoredSteps steps, StoredPictures pictures, ImageOwners owners) {
        this.steps = steps;
        this.pictures = pictures;
        this.owners = owners;
    }

    /** Returns the prompt, or fails with a {@code Refusal}. */
    Uni<PromptRequested> checked(PromptRequested prompt, Caller caller) {
        var checked = Uni.createFrom().item(prompt);
        return prompt.parameters().sampling().parent() == null
                        && prompt.parameters().picture() == null
                        && prompt.parameters().controls().isEmpty()
                ? checked
                : checked.emitOn(Infrastructure.getDefaultWorkerPool()).invoke(one -> require(one, caller));
    }

    private void require(PromptRequested prompt, Caller caller) {
        var parent = prompt.parameters().sampling().parent();
        if (parent != null) {
            steps.require(parent, prompt.origin().source(), caller::owns);
        }
        if (caller.ownsAll()) {
            return;
        }
        var picture = prompt.parameters().picture();
        if (picture != null) {
            require("image", picture.image(), caller);
            require("mask_image", picture.maskImage(), caller);
        }
        prompt.parameters().controls().forEach(control -> require(ControlRequest.FIELD, control.image(), caller));
    }

    private void require(String field, @Nullable PictureReference picture, Caller caller) {
        if (picture != null && !picture.isInline()) {
            var key = picture.objectKey();
            ImageId.ofPictureKey(key).ifPresent(image -> {
                if (!owners.mayUse(caller, image) || !pictures.exists(key)) {
                    var detail = field + " is " + key + "; there is no such object";
                    throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
                }
            });
        }
    }
}
