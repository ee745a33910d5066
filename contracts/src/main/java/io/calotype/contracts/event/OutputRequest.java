package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.Sampling;
import io.calotype.contracts.spec.Upscale;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The number, size and format of a prompt's pictures, and whether they are enlarged; null takes the model pack's default.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param width in pixels, 64 to 2048
 * @param height in pixels, 64 to 2048
 * @param n images, 1 to 16
 * @param upscale how many times as wide and high the pictures become once they are drawn, 2 to 8; null for as they are
 * @param hires a second pass at a larger size; null for none
 */
public record OutputRequest(
        @Nullable Integer width,
        @Nullable Integer height,
        int n,
        @Nullable OutputFormat format,
        @Nullable Integer upscale,
        @Nullable Hires hires) {
    /** One picture as the pack makes it. */
    public static final OutputRequest DEFAULTS = new OutputRequest(null, null, 1, null);

    public OutputRequest {
        requireSide("width", width);
        requireSide("height", height);
        Limits.within("n", n, Limits.MIN_N, Limits.MAX_N);
        if (upscale != null) {
            Limits.within(SpecJson.UPSCALE, upscale, Limits.MIN_UPSCALE, Limits.MAX_UPSCALE);
        }
    }

    /** Pictures that are not enlarged. */
    public OutputRequest(@Nullable Integer width, @Nullable Integer height, int n, @Nullable OutputFormat format) {
        this(width, height, n, format, null, null);
    }

    /** Pictures that are drawn in one pass. */
    public OutputRequest(
            @Nullable Integer width,
            @Nullable Integer height,
            int n,
            @Nullable OutputFormat format,
            @Nullable Integer upscale) {
        this(width, height, n, format, upscale, null);
    }

    /** Returns the size that holds, if the pack can draw it. */
    ImageSize resolve(PackDefaults pack) {
        var size = new ImageSize(
                Objects.requireNonNullElse(width, pack.size().width()),
                Objects.requireNonNullElse(height, pack.size().height()));
        if (hires != null) {
            requireMultiple(hires.of(size), pack);
        }
        return size.requireMultipleOf(pack.sizeMultiple());
    }

    private static void requireMultiple(ImageSize second, PackDefaults pack) {
        int factor = pack.sizeMultiple();
        if (second.width() % factor != 0 || second.height() % factor != 0) {
            var detail = "hires.scale makes %s of the picture; both must be multiples of %d".formatted(second, factor);
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "hires.scale", detail);
        }
    }

    /**
     * Refuses pictures that a deployment cannot enlarge as they are to be.
     *
     * @param deployment the factor of the deployment's upscaler, if it has one
     * @throws Refusal UNSUPPORTED without an upscaler, INVALID_PARAMETER for another factor
     */
    public void requireUpscaler(OptionalInt deployment) {
        Upscale.require(upscaleFactor(), deployment);
    }

    /** Returns the second pass with nothing left open; null for none. */
    @Nullable
    Hires secondPass(Sampling first) {
        return hires == null ? null : hires.resolved(first.steps());
    }

    int upscaleFactor() {
        return Objects.requireNonNullElse(upscale, GenerationSpec.NO_UPSCALE);
    }

    /** Returns the same with what is null as another image had it, whose size it must have. */
    OutputRequest orAs(GenerationSpec other) {
        requireSame("width", width, other.size().width());
        requireSame("height", height, other.size().height());
        return new OutputRequest(
                other.size().width(),
                other.size().height(),
                n,
                Objects.requireNonNullElse(format, other.outputFormat()),
                upscale == null && other.isUpscaled() ? Integer.valueOf(other.upscale()) : upscale,
                hires == null ? other.hires() : hires);
    }

    private static void requireSame(String field, @Nullable Integer pixels, int parent) {
        if (pixels != null && pixels != parent) {
            var detail = field + " is " + pixels + "; a branch has its parent's, " + parent;
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
        }
    }

    private static void requireSide(String field, @Nullable Integer pixels) {
        if (pixels != null) {
            Limits.within(field, pixels, Limits.MIN_SIDE, Limits.MAX_SIDE);
        }
    }
}
