package io.calotype.contracts.spec;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.regex.Pattern;

/**
 * The size of a picture in pixels, each side from {@value Limits#MIN_SIDE} to {@value Limits#MAX_SIDE}.
 *
 * <p>A side outside is a {@link Refusal}.
 */
public record ImageSize(int width, int height) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})[xX](\\d{1,6})");

    public ImageSize {
        Limits.within("width", width, Limits.MIN_SIDE, Limits.MAX_SIDE);
        Limits.within("height", height, Limits.MIN_SIDE, Limits.MAX_SIDE);
    }

    /** Reads a size such as {@code 256x192}. */
    public static ImageSize parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "size", "size must read WIDTHxHEIGHT, such as 256x256");
        }
        return new ImageSize(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
    }

    /** Returns this size if the model can draw it: both sides must be multiples of its factor. */
    public ImageSize requireMultipleOf(int factor) {
        requireMultiple("width", width, factor);
        requireMultiple("height", height, factor);
        return this;
    }

    /**
     * Returns this size if a picture of it can be enlarged so many times.
     *
     * @throws Refusal LIMIT_EXCEEDED if the factor is none, or the result would have too many pixels
     */
    public ImageSize requireUpscalable(int factor) {
        Limits.within("upscale", factor, Limits.MIN_UPSCALE, Limits.MAX_UPSCALE);
        long pixels = (long) factor * factor * width * height;
        if (pixels > Limits.MAX_PICTURE_PIXELS) {
            var detail = "%s enlarged %d times has %d pixels; at most %d"
                    .formatted(this, factor, pixels, Limits.MAX_PICTURE_PIXELS);
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, "upscale", detail);
        }
        return this;
    }

    private static void requireMultiple(String field, int value, int factor) {
        if (value % factor != 0) {
            var detail = field + " is " + value + "; it must be a multiple of " + factor;
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, detail);
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
