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
 * @param drawsBefore how many fields of the latents' shape others have drawn from the seed's generator before, for
 *     example 1 for a sample of the encoder's distribution
 * @param drawsAfter how many others draw between the initial noise and the first step
 */
@SuppressWarnings("ArrayRecordComponent") // read once, at the start; nobody compares starts
public record PictureStart(float[] latents, double strength, int drawsBefore, int drawsAfter) {
    private static final String FIELD = "strength";
    private static final int MOST_DRAWS = 16;

    /** Refuses a strength that is not above 0 and at most 1. */
    public PictureStart {
        if (!(strength > 0 && strength <= 1)) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    FIELD,
                    "strength is " + strength + "; it must be above 0 and at most 1");
        }
        if (drawsBefore < 0 || drawsAfter < 0 || drawsBefore + drawsAfter > MOST_DRAWS) {
            throw new IllegalArgumentException(drawsBefore + " and " + drawsAfter + " draws");
        }
    }

    /** Starts from a picture for which nobody else has drawn from the seed's generator. */
    public static PictureStart of(float[] latents, double strength) {
        return new PictureStart(latents, strength, 0, 0);
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
