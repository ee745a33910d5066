package io.calotype.contracts.event;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.ParentStep;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.SchedulerNames;
import io.calotype.contracts.spec.Seed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a prompt's images are to be denoised; what is null takes the model pack's default.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param steps 1 to 500
 * @param guidanceScale 0 to 100
 * @param guidanceRescale 0 to 1
 * @param trueCfgScale 0 to 100
 * @param scheduler name of a noise schedule
 * @param seed of the first image; the next images take the next seeds
 * @param parent where the images branch off from another; what is null then is as there
 * @param keepSteps keeps every step of that multiple, and the last, to branch from
 */
public record SamplingRequest(
        @Nullable Integer steps,
        @Nullable Double guidanceScale,
        @Nullable Double guidanceRescale,
        @Nullable Double trueCfgScale,
        @Nullable String scheduler,
        @Nullable Seed seed,
        @Nullable ParentStep parent,
        @Nullable Integer keepSteps) {
    /** Leaves all to the pack. */
    public static final SamplingRequest DEFAULTS = new SamplingRequest(null, null, null, null, null, null);

    public SamplingRequest {
        if (steps != null) {
            Limits.within("steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        }
        if (guidanceScale != null) {
            Limits.within("guidance_scale", guidanceScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        }
        if (guidanceRescale != null) {
            Limits.within(
                    "guidance_rescale", guidanceRescale, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE);
        }
        if (trueCfgScale != null) {
            Limits.within("true_cfg_scale", trueCfgScale, Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE);
        }
        if (scheduler != null) {
            SchedulerNames.require(scheduler);
        }
        if (keepSteps != null) {
            Limits.within("keep_steps", keepSteps, Limits.MIN_KEEP_STEPS, Limits.MAX_MODEL_CALLS);
        }
    }

    /** Branches off from no image, and keeps steps by the deployment's own rule. */
    public SamplingRequest(
            @Nullable Integer steps,
            @Nullable Double guidanceScale,
            @Nullable Double guidanceRescale,
            @Nullable Double trueCfgScale,
            @Nullable String scheduler,
            @Nullable Seed seed) {
        this(steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, null, null);
    }

    /** Returns the same that branches off from an image. */
    public SamplingRequest withParent(@Nullable ParentStep other) {
        return new SamplingRequest(
                steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, other, keepSteps);
    }

    /** Returns the same with steps kept. */
    public SamplingRequest withKeepSteps(@Nullable Integer every) {
        return new SamplingRequest(steps, guidanceScale, guidanceRescale, trueCfgScale, scheduler, seed, parent, every);
    }

    /** Returns the same with what is null as another image had it, but for what is the parent's alone. */
    SamplingRequest orAs(GenerationSpec image) {
        var other = image.sampling();
        return new SamplingRequest(
                Objects.requireNonNullElse(steps, other.steps()),
                Objects.requireNonNullElse(guidanceScale, other.guidanceScale()),
                Objects.requireNonNullElse(guidanceRescale, other.guidanceRescale()),
                Objects.requireNonNullElse(trueCfgScale, other.trueCfgScale()),
                Objects.requireNonNullElse(scheduler, other.scheduler()),
                Objects.requireNonNullElse(seed, other.seed()),
                parent == null ? null : parent.ofLook(image),
                keepSteps);
    }

    /** Returns what holds for one image, whose own seed is given. */
    Sampling resolve(PackDefaults pack, Seed own, @Nullable Double strength) {
        return new Sampling(
                Objects.requireNonNullElse(steps, pack.steps()),
                Objects.requireNonNullElse(guidanceScale, pack.guidanceScale()),
                Objects.requireNonNullElse(guidanceRescale, pack.guidanceRescale()),
                Objects.requireNonNullElse(trueCfgScale, Sampling.NO_TRUE_CFG),
                Objects.requireNonNullElse(scheduler, pack.scheduler()),
                own,
                strength,
                parent,
                keepSteps);
    }
}
