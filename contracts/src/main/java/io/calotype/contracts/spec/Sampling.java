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
 * @param trueCfgScale 0 to 100, guidance by the negative prompt for models whose guidance scale is an input; at most 1 means none
 * @param scheduler name of a noise schedule, or empty where the pack's own is not known yet
 * @param seed of this image
 * @param strength above 0 to 1, how much of the starting picture is replaced; null if there is none
 * @param parent where it branches off from another image; null if it does not
 * @param keepSteps keeps every step of that multiple, and the last, to branch from; null for the deployment's own rule
 */
public record Sampling(
        int steps,
        double guidanceScale,
        double guidanceRescale,
        double trueCfgScale,
        String scheduler,
        Seed seed,
        @Nullable Double strength,
        @Nullable ParentStep parent,
        @Nullable Integer keepSteps) {

    /** The true CFG scale of a prompt that names none. */
    public static final double NO_TRUE_CFG = 1;

    public Sampling {
        Limits.within("steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        Limits.within("guidance_scale", guidanceScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        Limits.within("guidance_rescale", guidanceRescale, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
        Limits.within("true_cfg_scale", trueCfgScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        if (!scheduler.isEmpty()) {
            SchedulerNames.require(scheduler);
        }
        if (strength != null) {
            Limits.strength("strength", strength);
        }
        if (keepSteps != null) {
            Limits.within("keep_steps", keepSteps, Limits.MIN_KEEP_STEPS, Limits.MAX_MODEL_CALLS);
        }
    }

    /** An image that branches off from no other, of which steps are kept by the deployment's own rule. */
    public Sampling(
            int steps,
            double guidanceScale,
            double guidanceRescale,
            double trueCfgScale,
            String scheduler,
            Seed seed,
            @Nullable Double strength) {
        this(steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, strength, null, null);
    }

    /** Returns the same with another scheduler. */
    public Sampling withScheduler(String other) {
        return new Sampling(
                steps, guidanceScale, guidanceRescale, trueCfgScale, other, seed, strength, parent, keepSteps);
    }

    /** Returns the same for an image that starts from a picture. */
    public Sampling withStrength(double other) {
        return new Sampling(
                steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, other, parent, keepSteps);
    }

    /** Returns the same for an image that branches off from another. */
    public Sampling withParent(ParentStep other) {
        return new Sampling(
                steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, strength, other, keepSteps);
    }

    /** Returns the same with steps kept. */
    public Sampling withKeepSteps(int every) {
        return new Sampling(
                steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, strength, parent, every);
    }
}
