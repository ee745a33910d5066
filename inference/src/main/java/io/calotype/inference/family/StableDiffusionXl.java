package io.calotype.inference.family;

import java.util.List;

/** Stable Diffusion XL and SDXL-Turbo: two text encoders, the pooled embedding of the second, and picture sizes. */
final class StableDiffusionXl {

    static final Family FAMILY = new Family(
            "Stable Diffusion XL",
            List.of(
                    "StableDiffusionXLPipeline",
                    "StableDiffusionXLImg2ImgPipeline",
                    "StableDiffusionXLInpaintPipeline",
                    "ORTStableDiffusionXLPipeline"),
            TextRecipe.of(
                    true,
                    TextPart.clip("", TextPart.States.LAST_BUT_ONE, false),
                    TextPart.clip("_2", TextPart.States.LAST_BUT_ONE, true)),
            DenoiserRecipe.unet(GuidanceRule.NEGATIVE_PROMPT, PictureRule.STEPS),
            configs -> StableDiffusion.habit(configs.scheduler(), 5));

    private StableDiffusionXl() {}
}
