package io.calotype.inference.family;

import io.calotype.inference.family.Habits.Habit;
import java.util.List;

/** FLUX.2 klein: a Qwen3 reads the text as a chat; its latents are squares of 2 x 2 of the VAE's, drawn as such. */
final class Flux2Klein {

    private static final int TEXT_LENGTH = 512;

    /** Distilled to a few steps, without guidance. */
    static final Family DISTILLED = of(GuidanceRule.NONE, new Habit(4, 1));

    static final Family BASE = of(GuidanceRule.NEGATIVE_PROMPT, new Habit(50, 4));

    private Flux2Klein() {}

    private static Family of(GuidanceRule guidance, Habit habit) {
        return new Family(
                "FLUX.2 klein",
                List.of("Flux2KleinPipeline"),
                new TextRecipe(List.of(TextPart.chat()), false, configs -> TEXT_LENGTH),
                new DenoiserRecipe(
                        "transformer",
                        LatentLayout.PLANES,
                        SizeRule.SQUARES,
                        TimestepUnit.TRAINED,
                        NoiseLevels.EVEN_BY_STEPS,
                        guidance,
                        PictureRule.FLOW),
                configs -> habit);
    }
}
