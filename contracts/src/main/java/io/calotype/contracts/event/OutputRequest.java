package io.calotype.contracts.event;

import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The number, size and format of a prompt's pictures; null takes the model pack's default.
 *
 * <p>A value outside its limits is a {@link Refusal}.
 *
 * @param width in pixels, 64 to 2048
 * @param height in pixels, 64 to 2048
 * @param n images, 1 to 16
 */
public record OutputRequest(
        @Nullable Integer width,
        @Nullable Integer height,
        int n,
        @Nullable OutputFormat format) {
    /** One picture as the pack makes it. */
    public static final OutputRequest DEFAULTS = new OutputRequest(null, null, 1, null);

    public OutputRequest {
        requireSide("width", width);
        requireSide("height", height);
        Limits.within("n", n, Limits.MIN_N, Limits.MAX_N);
    }

    /** Returns the size that holds, if the pack can draw it. */
    ImageSize resolve(PackDefaults pack) {
        var size = new ImageSize(
                Objects.requireNonNullElse(width, pack.size().width()),
                Objects.requireNonNullElse(height, pack.size().height()));
        return size.requireMultipleOf(pack.sizeMultiple());
    }

    private static void requireSide(String field, @Nullable Integer pixels) {
        if (pixels != null) {
            Limits.within(field, pixels, Limits.MIN_SIDE, Limits.MAX_SIDE);
        }
    }
}
