package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A picture that controls how a prompt's images are composed, and the ControlNet or T2I-Adapter that reads it.
 *
 * <p>A value outside its limits is a {@link Refusal} whose field is {@value #FIELD}.
 *
 * @param image the picture, as large as the images
 * @param model under which the control model was added to the model pack
 * @param scale how strongly it controls, -2 to 2
 * @param start the part of the steps after which it begins, 0 to 1
 * @param end the part of the steps after which it ends, above start to 1
 * @param sha256 of the control model in lower-case hex, if only that one will do; null for any
 * @param canny has its edges taken first; null where the picture is read as it is
 */
public record ControlRequest(
        PictureReference image,
        String model,
        double scale,
        double start,
        double end,
        @Nullable String sha256,
        @Nullable Canny canny) {

    /** The field of a prompt. */
    public static final String FIELD = "controls";

    public ControlRequest {
        GenerationSpec.requireName(FIELD, model);
        requireWithin(scale, start, end);
        if (sha256 != null && !Sha256.isHex(sha256)) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER, FIELD, FIELD + ": sha256 must be 64 hexadecimal digits, lower case");
        }
    }

    /** A picture that is read as it is. */
    public ControlRequest(
            PictureReference image, String model, double scale, double start, double end, @Nullable String sha256) {
        this(image, model, scale, start, end, sha256, null);
    }

    static void requireWithin(double scale, double start, double end) {
        Limits.within(FIELD, scale, Limits.MIN_CONTROL_SCALE, Limits.MAX_CONTROL_SCALE);
        Limits.within(FIELD, start, 0, 1);
        Limits.within(FIELD, end, 0, 1);
        if (start >= end) {
            throw Refusal.of(
                    ProblemType.LIMIT_EXCEEDED,
                    FIELD,
                    "%s: start is %s, not below end, %s".formatted(FIELD, start, end));
        }
    }

    /** Refuses more than {@value Limits#MAX_CONTROLS}. */
    public static List<ControlRequest> requireAll(List<ControlRequest> controls) {
        if (controls.size() > Limits.MAX_CONTROLS) {
            throw Limits.outside(FIELD, "a list of " + controls.size(), 0, Limits.MAX_CONTROLS);
        }
        return List.copyOf(controls);
    }

    /** Returns the same with another picture. */
    public ControlRequest withImage(PictureReference other) {
        return new ControlRequest(other, model, scale, start, end, sha256, canny);
    }
}
