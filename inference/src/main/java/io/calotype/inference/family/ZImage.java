package io.calotype.inference.family;

import io.calotype.inference.family.Habits.Habit;
import java.util.List;

/** Z-Image: a Qwen3 reads the text as a chat; the export has patches, positions and padding inside. */
final class ZImage {

    private static final int TEXT_LENGTH = 512;

    static final Family FAMILY = new Family(
            "Z-Image",
            List.of("ZImagePipeline", "ZImageImg2ImgPipeline", "ZImageInpaintPipeline"),
            new TextRecipe(List.of(TextPart.chat()), false, configs -> TEXT_LENGTH),
            new DenoiserRecipe(
                    "transformer",
                    LatentLayout.PLANES,
                    SizeRule.PATCHES,
                    TimestepUnit.TRAINED,
                    NoiseLevels.EVEN,
                    GuidanceRule.BEYOND_PROMPT,
                    PictureRule.FLOW),
            configs -> new Habit(8, 0)); // of Turbo, which was distilled without guidance

    private ZImage() {}
}
