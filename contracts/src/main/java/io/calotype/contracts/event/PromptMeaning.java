package io.calotype.contracts.event;

import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.tensor.UnitVector;
import org.jspecify.annotations.Nullable;

/**
 * The text and the embedding of a stored picture's prompt, for search.
 *
 * @param prompt the text
 * @param embedding of the text by the pack's encoder, where the encoder gave one
 */
public record PromptMeaning(String prompt, @Nullable UnitVector embedding) {
    public PromptMeaning {
        prompt = GenerationSpec.requirePrompt(prompt);
    }
}
