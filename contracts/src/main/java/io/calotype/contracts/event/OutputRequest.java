package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
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
 */
public record OutputRequest(
        @Nullable Integer width,
        @Nullable Integer height,
        int n,
        @Nullable OutputFormat format,
        @Nullable Integer upscale) {
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
        this(width, height, n, format, null);
    }

    /** Returns the size that holds, if the pack can draw it. */
    ImageSize resolve(PackDefaults pack) {
        var size = new ImageSize(
                Objects.requireNonNullElse(width, pack.size().width()),
                Objects.requireNonNullElse(height, pack.size().height()));
        return size.requireMultipleOf(pack.sizeMultiple());
    }

    /**
     * Refuses pictures that a deployment cannot enlarge as they are to be.
     *
     * @param deployment the factor of the deployment's upscaler, if it has one
     * @throws Refusal UNSUPPORTED without an upscaler, INVALID_PARAMETER for another factor
     */
    public void requireUpscaler(OptionalInt deployment) {
        GenerationSpec.requireUpscaler(upscaleFactor(), deployment);
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
                upscale == null && other.isUpscaled() ? Integer.valueOf(other.upscale()) : upscale);
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
