package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/**
 * A picture from which an image's way begins, in the midst of the steps.
 *
 * <p>Source: diffusers' {@code StableDiffusionImg2ImgPipeline.get_timesteps}.
 *
 * @param latents the picture's latents as the denoiser knows them, without noise, {@code [C, h, w]}
 * @param strength above 0 to 1: how much of the way is gone, 1 being all
 * @param pipeline whose way it is
 */
@SuppressWarnings("ArrayRecordComponent") // read once, at the start; nobody compares starts
public record PictureStart(float[] latents, double strength, PicturePipeline pipeline) {
    private static final String FIELD = "strength";

    /** Refuses a strength that is not above 0 and at most 1. */
    public PictureStart {
        if (!(strength > 0 && strength <= 1)) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    FIELD,
                    "strength is " + strength + "; it must be above 0 and at most 1");
        }
    }

    /** Returns whether nothing of the picture is in the latents that it begins with. */
    boolean isNoiseAlone() {
        return pipeline == PicturePipeline.INPAINTING && strength == 1;
    }

    /** Returns how many of the steps asked for are left out; refused if all are. */
    int skipped(int steps) {
        int gone = (int) (steps * strength);
        if (gone < 1) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    FIELD,
                    "strength " + strength + " leaves none of " + steps + " steps");
        }
        return steps - gone;
    }
}
