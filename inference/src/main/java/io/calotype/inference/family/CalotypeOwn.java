package io.calotype.inference.family;

import java.util.List;

/** Packs trained by this project's recipe: a sentence encoder with a mask. */
final class CalotypeOwn {

    static final Family FAMILY = new Family(
            "Calotype",
            List.of("CalotypePipeline"),
            TextRecipe.of(false, new TextPart("", TextPart.Reader.SENTENCE, TextPart.States.LAST, true, false)),
            DenoiserRecipe.unet(GuidanceRule.NEGATIVE_PROMPT, PictureRule.STEPS),
            configs -> StableDiffusion.habit(configs.scheduler(), 7.5));

    private CalotypeOwn() {}
}
