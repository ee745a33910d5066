package io.calotype.inference.family;

import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of pipeline: all that differs from one kind to the next, in one part for each duty.
 *
 * @param title the name for people
 * @param classNames the classes that {@code model_index.json} names for it
 * @param text how a text becomes conditioning
 * @param denoiser how its denoising model is called
 * @param habits the defaults of prompts
 */
public record Family(String title, List<String> classNames, TextRecipe text, DenoiserRecipe denoiser, Habits habits) {

    /** Copies the list. */
    public Family {
        classNames = List.copyOf(classNames);
    }

    /** Returns the folders without which such a pack cannot draw. */
    public List<String> required() {
        var texts = text.parts().stream()
                .filter(part -> !part.optional())
                .flatMap(part -> Stream.of(part.tokenizer(), part.encoder()));
        return Stream.concat(texts, Stream.of("scheduler", denoiser.component(), "vae_decoder"))
                .toList();
    }
}
