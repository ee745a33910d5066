package io.calotype.inference.family;

import io.calotype.inference.family.Habits.Habit;
import java.util.List;

/** Latent consistency models: guidance is an input of the model, not a second row. */
final class LatentConsistency {

    static final Family FAMILY = new Family(
            "Latent Consistency",
            List.of("LatentConsistencyModelPipeline", "ORTLatentConsistencyModelPipeline"),
            TextRecipe.of(false, TextPart.clip("", TextPart.States.LAST, true)),
            DenoiserRecipe.unet(GuidanceRule.MODEL, PictureRule.DISTILLED),
            configs -> new Habit(4, 8.5));

    private LatentConsistency() {}
}
