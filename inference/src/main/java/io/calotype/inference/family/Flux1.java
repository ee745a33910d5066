package io.calotype.inference.family;

import io.calotype.inference.family.Habits.Habit;
import java.util.List;

/** Flux.1 dev and schnell: a CLIP for the whole text, a T5 for its tokens; latents as a sequence, guidance as an input. */
final class Flux1 {

    private static final int T5_LENGTH = 512;
    private static final int SCHNELL_T5_LENGTH = 256;

    static final Family FAMILY = new Family(
            "Flux.1",
            List.of("FluxPipeline", "FluxImg2ImgPipeline", "FluxInpaintPipeline", "ORTFluxPipeline"),
            new TextRecipe(
                    List.of(TextPart.clip("", TextPart.States.NONE, true), TextPart.t5("_2", false)),
                    false,
                    configs -> takesGuidance(configs) ? T5_LENGTH : SCHNELL_T5_LENGTH),
            new DenoiserRecipe(
                    "transformer",
                    LatentLayout.PATCHES,
                    SizeRule.PATCHES,
                    TimestepUnit.SIGMA,
                    NoiseLevels.EVEN,
                    GuidanceRule.MODEL_AND_TRUE_CFG,
                    PictureRule.FLOW),
            configs -> takesGuidance(configs) ? new Habit(28, 3.5) : new Habit(4, 0));

    private Flux1() {}

    /** Dev does; schnell was distilled without. */
    private static boolean takesGuidance(Configs configs) {
        return configs.denoiser().path("guidance_embeds").asBoolean(false);
    }
}
