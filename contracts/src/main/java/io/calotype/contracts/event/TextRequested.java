package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageId;

/**
 * A request for the embedding of a text.
 *
 * @param id by which the asker knows the answer, of the form of a prompt's id
 * @param model name of the model pack
 * @param text in NFC, 1 to 4,000 code points, not blank
 */
public record TextRequested(String id, String model, String text) implements EmbeddingQuestion {
    public TextRequested {
        ImageId.requirePromptId(id);
        GenerationSpec.requireName("model", model);
        text = GenerationSpec.requireText("text", text);
    }
}
