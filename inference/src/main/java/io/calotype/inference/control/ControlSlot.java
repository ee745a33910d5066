package io.calotype.inference.control;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.graph.ControlInputNames;
import io.calotype.inference.onnx.LastSlot;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.Slot;
import java.util.HashMap;
import java.util.Map;

/** The tensors of a control model's last call. One thread at a time. */
public final class ControlSlot implements AutoCloseable {

    private final ControlModel control;
    private final LastSlot last;

    /** Tensors of a model that is not closed with them. */
    public ControlSlot(ControlModel control) {
        this.control = control;
        last = new LastSlot(control.model());
    }

    /**
     * Returns the tensors of a call, to be used before the next one.
     *
     * @param latents [C, h, w]
     * @param tokens of the text
     * @param size of the picture, [C, height, width]
     * @param places what the UNet takes of each kind, [C, h, w], by the names of its inputs
     * @throws OnnxException that names what does not fit
     */
    public Slot get(int rows, Shape latents, long tokens, Shape size, Map<String, Shape> places) {
        var outputs = new HashMap<String, Shape>();
        for (var output : control.outputs()) {
            var place = places.get(ControlInputNames.of(output));
            if (place == null) {
                throw new OnnxException(control.model().name(), "gives " + output + ", which the UNet does not take");
            }
            outputs.put(output, Shape.of(rows, place.dim(0), place.dim(1), place.dim(2)));
        }
        return last.get(control.inputShapes(rows, latents, tokens, size), outputs);
    }

    /** Frees the tensors. */
    @Override
    public void close() {
        last.close();
    }
}
