package io.calotype.contracts.spec;

import io.calotype.contracts.problem.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How one image is denoised.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param steps 1 to 500
 * @param guidanceScale 0 to 100; at most 1 means no guidance
 * @param guidanceRescale 0 to 1, how far the guided prediction is rescaled to the standard deviation of the prompt's own
 * @param scheduler name of a noise schedule, or empty where the pack's own is not known yet
 * @param seed of this image
 * @param strength above 0 to 1, how much of the starting picture is replaced; null if there is none
 */
public record Sampling(
        int steps,
        double guidanceScale,
        double guidanceRescale,
        String scheduler,
        Seed seed,
        @Nullable Double strength) {

    public Sampling {
        Limits.within("steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        Limits.within("guidance_scale", guidanceScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        Limits.within("guidance_rescale", guidanceRescale, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
        if (!scheduler.isEmpty()) {
            SchedulerNames.require(scheduler);
        }
        if (strength != null) {
            GenerationSpec.requireStrength(strength);
        }
    }

    /** Returns the same with another scheduler. */
    public Sampling withScheduler(String other) {
        return new Sampling(steps, guidanceScale, guidanceRescale, other, seed, strength);
    }

    /** Returns the same for an image that starts from a picture. */
    public Sampling withStrength(double other) {
        return new Sampling(steps, guidanceScale, guidanceRescale, scheduler, seed, other);
    }

    /** Tells whether the negative prompt counts, which doubles the model's work. */
    public boolean guided() {
        return guidanceScale > 1;
    }
}
