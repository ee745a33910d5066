package io.calotype.inference.family;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.inference.family.Habits.Habit;
import java.util.List;

/** Stable Diffusion 1.x and 2.x, SD-Turbo: one text encoder. */
final class StableDiffusion {

    static final Family FAMILY = new Family(
            "Stable Diffusion",
            List.of(
                    "StableDiffusionPipeline",
                    "StableDiffusionImg2ImgPipeline",
                    "StableDiffusionInpaintPipeline",
                    "OnnxStableDiffusionPipeline",
                    "ORTStableDiffusionPipeline"),
            TextRecipe.of(false, TextPart.clip("", TextPart.States.LAST, true)),
            DenoiserRecipe.unet(GuidanceRule.NEGATIVE_PROMPT, PictureRule.STEPS),
            configs -> habit(configs.scheduler(), 7.5));

    private StableDiffusion() {}

    static Habit habit(JsonNode scheduler, double guidance) {
        return isTurbo(scheduler) ? new Habit(4, 0) : new Habit(30, guidance);
    }

    /** Models distilled to a few steps without guidance come with Euler over the last timesteps. */
    private static boolean isTurbo(JsonNode scheduler) {
        return scheduler.path("_class_name").asText().startsWith("Euler")
                && scheduler.path("timestep_spacing").asText().equals("trailing");
    }
}
