package io.calotype.inference.family;

import io.calotype.inference.family.Habits.Habit;
import java.util.List;

/** Stable Diffusion 3 and 3.5: two CLIPs and, if it is there, a T5; a transformer with a table of positions. */
final class StableDiffusion3 {

    private static final int T5_LENGTH = 256;

    static final Family FAMILY = new Family(
            "Stable Diffusion 3",
            List.of(
                    "StableDiffusion3Pipeline",
                    "StableDiffusion3Img2ImgPipeline",
                    "StableDiffusion3InpaintPipeline",
                    "ORTStableDiffusion3Pipeline"),
            new TextRecipe(
                    List.of(
                            TextPart.clip("", TextPart.States.LAST_BUT_ONE, true),
                            TextPart.clip("_2", TextPart.States.LAST_BUT_ONE, true),
                            TextPart.t5("_3", true)),
                    false,
                    configs -> T5_LENGTH),
            new DenoiserRecipe(
                    "transformer",
                    LatentLayout.PLANES,
                    SizeRule.POSITION_TABLE,
                    TimestepUnit.TRAINED,
                    NoiseLevels.OF_SCHEDULER,
                    GuidanceRule.NEGATIVE_PROMPT,
                    PictureRule.FLOW),
            configs -> new Habit(28, 7));

    private StableDiffusion3() {}
}
