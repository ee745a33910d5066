package io.calotype.encoder.messaging;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ControlRequest;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.stage.ends.EndArbiter;
import io.calotype.stage.ends.UnreadableEnd;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps prompts from pictures of other owners; uploaded ones, whose keys are made of their content, are whoever's knows them. */
@ApplicationScoped
class OwnedPictures {

    private final EndArbiter ends;
    private final Owners owners;

    OwnedPictures(EndArbiter ends, Owners owners) {
        this.ends = ends;
        this.owners = owners;
    }

    /**
     * Checks the pictures that a prompt starts from; blocks on the object store if one of them was drawn here.
     *
     * @throws io.calotype.contracts.problem.Refusal NOT_OWNER if the prompt's source may not use one
     */
    void require(PromptRequested request) {
        var source = request.origin().source();
        var picture = request.parameters().picture();
        if (picture != null) {
            require("image", picture.image(), source);
            require("mask_image", picture.maskImage(), source);
        }
        request.parameters().controls().forEach(control -> require(ControlRequest.FIELD, control.image(), source));
    }

    private void require(String field, @Nullable PictureReference picture, String source) {
        if (picture != null && !picture.isInline()) {
            ImageId.ofPictureKey(picture.objectKey())
                    .flatMap(image -> end(field, image))
                    .map(end -> Events.imageOutcome(end.event()))
                    .ifPresent(drawn -> owners.require(
                            field, source, drawn.id(), drawn.origin().source()));
        }
    }

    private Optional<ImageEnd> end(String field, ImageId image) {
        try {
            return ends.find(image);
        } catch (UnreadableEnd unreadable) {
            var detail = field + " is a picture whose owner is not known";
            throw Refusal.of(ProblemType.NOT_OWNER, field, detail);
        }
    }
}
