package io.calotype.encoder.picture;

import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PictureReference;
import io.calotype.inference.pack.ModelPack;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.ObjectTooLargeException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/** Fetches the pictures that prompts start from, one at a time, since a large one takes much of the memory. */
@ApplicationScoped
public class SourcePictures {

    private final ModelPack pack;
    private final ObjectStore store;

    SourcePictures(ModelPack pack, ObjectStore store) {
        this.pack = pack;
        this.store = store;
    }

    /**
     * Gets a prompt's picture and mask, at the size that its images will have.
     *
     * @param prompt one that starts from a picture
     * @throws Refusal that names the field if one is not there, not a picture, or too large
     */
    public synchronized SourcePicture get(PromptParameters prompt) {
        var request = Objects.requireNonNull(prompt.picture(), "a prompt without picture");
        var picture = read("image", request.image());
        picture.layOnWhite();
        var size = PictureSize.of(
                        picture, prompt.output().width(), prompt.output().height(), pack.defaults())
                .requireMultipleOf(pack.settings().sizeMultiple());
        var sized = Resize.to(size, picture);
        var mask = Optional.ofNullable(request.maskImage()).map(reference -> read("mask_image", reference));
        int scale = pack.settings().vaeScaleFactor();
        return new SourcePicture(size, sized, mask.map(pixels -> RepaintMask.of(pixels, size, scale)));
    }

    private Pixels read(String field, PictureReference reference) {
        return PictureReader.read(
                field, reference.isInline() ? reference.bytes() : fetch(field, reference.objectKey()));
    }

    private byte[] fetch(String field, String key) {
        try {
            return store.get(key, Limits.MAX_PICTURE_BYTES)
                    .orElseThrow(() -> Refusal.of(
                            ProblemType.INVALID_PARAMETER, field, field + " is " + key + "; there is no such object"));
        } catch (ObjectTooLargeException e) {
            throw Refusal.of(
                    ProblemType.TOO_LARGE, field, field + " has more than " + Limits.MAX_PICTURE_BYTES + " bytes");
        }
    }
}
