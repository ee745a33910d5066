package io.calotype.diffusion.control;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.control.ControlModel;

/**
 * A picture that controls one image.
 *
 * @param model what reads it
 * @param picture {@code [C, height, width]}, 0 to 1, of as many channels as the model reads; not to be changed
 * @param size {@code [C, height, width]}
 * @param scale how strongly it controls
 * @param start the part of the image's model calls after which it begins, 0 to 1
 * @param end the part after which it ends, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
public record ImageControl(ControlModel model, float[] picture, Shape size, double scale, double start, double end) {

    /** Whether it counts in a model call; as in diffusers' {@code controlnet_keep}. */
    public boolean counts(int call, int calls) {
        return scale != 0 && (double) call / calls >= start && (double) (call + 1) / calls <= end;
    }
}
