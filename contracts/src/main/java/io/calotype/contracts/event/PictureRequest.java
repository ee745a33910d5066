package io.calotype.contracts.event;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Hires;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PackDefaults;
import io.calotype.contracts.spec.PictureReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The picture that a prompt's images start from.
 *
 * @param image the picture
 * @param maskImage the part to repaint: white, or in a mask with transparency what is transparent; null for all of it
 * @param strength above 0 to 1: how much of the picture to replace, 1 being all; null for the default
 */
public record PictureRequest(
        PictureReference image,
        @Nullable PictureReference maskImage,
        @Nullable Double strength) {
    private static final double WHERE_MASKED = 1;

    public PictureRequest {
        if (strength != null) {
            Limits.strength("strength", strength);
        }
    }

    /**
     * Joins the three fields of a prompt.
     *
     * @return null if there is none
     * @throws Refusal INVALID_PARAMETER if there is only a mask or a strength
     */
    static @Nullable PictureRequest of(@Nullable String image, @Nullable String mask, @Nullable Double strength) {
        if (image != null) {
            var reference = PictureReference.parse("image", image);
            return new PictureRequest(
                    reference, mask == null ? null : PictureReference.parse("mask_image", mask), strength);
        }
        if (mask != null || strength != null) {
            var field = mask != null ? "mask_image" : "strength";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " needs an image");
        }
        return null;
    }

    /** Tells whether the picture or its mask came within the event. */
    public boolean isInline() {
        return image.isInline() || (maskImage != null && maskImage.isInline());
    }

    /** Refuses what images that start from a picture cannot have. */
    static void requireAlone(OutputRequest output, SamplingRequest sampling) {
        if (output.hires() != null) {
            var detail = "hires is for images that start from noise, not from image";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, Hires.FIELD, detail);
        }
        if (sampling.parent() != null) {
            var detail = "image cannot be given with a parent, whose step is what the images start from";
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "image", detail);
        }
    }

    /** Returns the same with another picture and mask. */
    PictureRequest with(BiFunction<String, PictureReference, PictureReference> change) {
        return new PictureRequest(
                change.apply("image", image),
                maskImage == null ? null : change.apply("mask_image", maskImage),
                strength);
    }

    /** Returns the effective strength: by default a masked part is repainted entirely. */
    double strengthWith(PackDefaults pack) {
        if (strength != null) {
            return strength;
        }
        return maskImage == null ? pack.strength() : WHERE_MASKED;
    }
}
