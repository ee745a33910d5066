package io.calotype.diffusion.device;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.inference.onnx.OnnxException;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How large an image this process draws: as configured, and as learnt from sizes that needed more memory than there is.
 *
 * <p>What is learnt is forgotten at the next start, when there may be more memory.
 */
public final class SizeLimit {

    private final OptionalLong configured;
    private final int multiple;
    private final AtomicLong tooMany = new AtomicLong(Long.MAX_VALUE);
    private final AtomicReference<ImageSize> largest;

    /**
     * A limit that has learnt nothing.
     *
     * @param configured the most pixels, where the operator sets it
     * @param usual a size that the model draws
     * @param multiple what sides must be a multiple of
     */
    SizeLimit(OptionalLong configured, ImageSize usual, int multiple) {
        this.configured = configured;
        this.multiple = multiple;
        largest = new AtomicReference<>(usual);
    }

    /** Throws a {@link Refusal} that names the largest size known to fit, where an image is too large. */
    public void require(ImageSize size) {
        if (configured.isPresent() && pixels(size) > configured.getAsLong()) {
            throw refusal(
                    size,
                    "has more than the " + configured.getAsLong() + " pixels that this deployment draws, such as "
                            + within(size, configured.getAsLong()));
        }
        if (pixels(size) >= tooMany.get()) {
            throw outOfMemory(size);
        }
    }

    /** Takes note of a size that was drawn. */
    public void drawn(ImageSize size) {
        largest.accumulateAndGet(size, (one, other) -> pixels(one) >= pixels(other) ? one : other);
    }

    /** Why an image of that size failed: where memory was short, a {@link Refusal} that its sender can act on. */
    public Throwable because(ImageSize size, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof OnnxException model) || !model.isOutOfMemory()) {
            return cause;
        }
        tooMany.accumulateAndGet(pixels(size), Math::min);
        var refusal = outOfMemory(size);
        refusal.initCause(model);
        return refusal;
    }

    private Refusal outOfMemory(ImageSize size) {
        return refusal(
                size, "needs more memory than this deployment has; the largest size known to fit is " + largest.get());
    }

    private static Refusal refusal(ImageSize size, String why) {
        return Refusal.of(ProblemType.TOO_LARGE, "width", size + " " + why);
    }

    /** The same shape, as large as it may be. */
    private String within(ImageSize size, long pixels) {
        double scale = Math.sqrt(pixels / (double) pixels(size));
        return side(size.width() * scale) + "x" + side(size.height() * scale);
    }

    private long side(double wanted) {
        return Math.max(1, (long) wanted / multiple) * multiple;
    }

    private static long pixels(ImageSize size) {
        return (long) size.width() * size.height();
    }
}
