package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/**
 * A picture that an image starts from, part of the way down the schedule.
 *
 * <p>Source: diffusers' {@code StableDiffusionImg2ImgPipeline.get_timesteps}.
 *
 * @param latents the picture's latents as the denoiser knows them, without noise, {@code [C, h, w]}
 * @param strength above 0 to 1: the share of the steps to take, 1 being all
 * @param pipeline the pipeline of diffusers to follow
 * @param sampled whether the latents are a sample of an encoded picture, which was drawn from the seed's generator
 */
@SuppressWarnings("ArrayRecordComponent") // read once, at the start; never compared
public record PictureStart(float[] latents, double strength, PicturePipeline pipeline, boolean sampled) {
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

    /** A picture whose latents are a sample. */
    public PictureStart(float[] latents, double strength, PicturePipeline pipeline) {
        this(latents, strength, pipeline, true);
    }

    /** Returns how many fields of the latents' shape are drawn before the initial noise. */
    int drawsBefore() {
        return sampled ? pipeline.drawsBefore(strength) : 0;
    }

    /** Returns whether the initial latents contain nothing of the picture. */
    boolean isNoiseAlone() {
        return pipeline.startsFromNoise() && strength == 1;
    }

    /** Returns how many of the requested steps are skipped; refused if all are. */
    int skipped(int steps) {
        int skipped = pipeline.skipped(steps, strength);
        if (skipped >= steps) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    FIELD,
                    "strength " + strength + " leaves none of " + steps + " steps");
        }
        return skipped;
    }
}
