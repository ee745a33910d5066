package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.PictureReference;

/**
 * A request for the embedding of a picture.
 *
 * @param id by which the asker knows the answer, of the form of a prompt's id
 * @param model name of the model pack
 * @param picture where it is
 */
public record PictureRequested(String id, String model, PictureReference picture) implements EmbeddingQuestion {
    public PictureRequested {
        ImageId.requirePromptId(id);
        GenerationSpec.requireName("model", model);
    }
}
