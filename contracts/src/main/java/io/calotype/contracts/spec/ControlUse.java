package io.calotype.contracts.spec;

import io.calotype.contracts.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A control model that an image is drawn with; its picture travels with the image's tensors.
 *
 * @param model under which it was added to the model pack
 * @param scale how strongly it controls, -2 to 2
 * @param start the part of the steps after which it begins, 0 to 1
 * @param end the part of the steps after which it ends, above start to 1
 * @param sha256 of the control model, in lower-case hex
 * @param image the key of the picture that it read, where that was made here: the edges of another
 */
public record ControlUse(
        String model,
        double scale,
        double start,
        double end,
        String sha256,
        @Nullable String image) {

    public ControlUse {
        GenerationSpec.requireName(ControlRequest.FIELD, model);
        ControlRequest.requireWithin(scale, start, end);
        if (!Sha256.isHex(sha256)) {
            throw new IllegalArgumentException("sha256 is not 64 lower-case hex digits");
        }
    }

    /** One that read a picture as it was brought. */
    public ControlUse(String model, double scale, double start, double end, String sha256) {
        this(model, scale, start, end, sha256, null);
    }

    /** Returns the same with the key of a picture that was made here. */
    public ControlUse withImage(String key) {
        return new ControlUse(model, scale, start, end, sha256, key);
    }
}
