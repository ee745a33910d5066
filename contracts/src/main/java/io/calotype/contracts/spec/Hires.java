package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A second pass at a larger size, from the latents of the first enlarged: what stable-diffusion-webui calls hires fix.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param scale how many times as wide and high the picture becomes, above 1 to {@value Limits#MAX_HIRES_SCALE}
 * @param steps of the second pass, 1 to 500; null for those of the first
 * @param strength how much of the first pass is replaced, above 0 to 1; null for {@value #STRENGTH}
 */
public record Hires(
        double scale, @Nullable Integer steps, @Nullable Double strength) {

    /** The field of a prompt. */
    public static final String FIELD = "hires";

    private static final String SCALE = "hires.scale";
    private static final double STRENGTH = 0.7;

    public Hires {
        Limits.within(SCALE, scale, Limits.MIN_HIRES_SCALE, Limits.MAX_HIRES_SCALE);
        if (scale == Limits.MIN_HIRES_SCALE) {
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, SCALE, SCALE + " is 1; it must be above 1");
        }
        if (steps != null) {
            Limits.within("hires.steps", steps, Limits.MIN_STEPS, Limits.MAX_STEPS);
        }
        if (strength != null) {
            Limits.strength("hires.strength", strength);
        }
    }

    /** Returns the same with nothing left open. */
    public Hires resolved(int firstSteps) {
        return new Hires(
                scale, Objects.requireNonNullElse(steps, firstSteps), Objects.requireNonNullElse(strength, STRENGTH));
    }

    /**
     * Returns the size of the second pass.
     *
     * @throws Refusal LIMIT_EXCEEDED if it is larger than pictures can be
     */
    public ImageSize of(ImageSize first) {
        int width = side(first.width());
        int height = side(first.height());
        if (Math.max(width, height) > Limits.MAX_SIDE) {
            var detail = "%s makes %dx%d of %s; at most %d pixels a side"
                    .formatted(SCALE, width, height, first, Limits.MAX_SIDE);
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, SCALE, detail);
        }
        return new ImageSize(width, height);
    }

    /** Returns a side of the second pass's size, of that of the first, in pixels. */
    int side(int first) {
        return (int) Math.round(scale * first);
    }

    /** Returns how the second pass is denoised; only where nothing is left open. */
    Sampling secondPass(Sampling first) {
        return new Sampling(
                Objects.requireNonNull(steps, "steps of the second pass"),
                first.guidanceScale(),
                first.guidanceRescale(),
                first.trueCfgScale(),
                first.scheduler(),
                first.seed(),
                Objects.requireNonNull(strength, "strength of the second pass"));
    }
}
