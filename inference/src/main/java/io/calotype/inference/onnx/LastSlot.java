package io.calotype.inference.onnx;

import io.calotype.contracts.tensor.Shape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The slot of the call made last, kept for calls of the same shapes. One thread at a time. */
public final class LastSlot implements AutoCloseable {

    private final OnnxModel model;
    private @Nullable Slot slot;
    private Map<String, Shape> inputs = Map.of();

    /** Makes slots of a model, which it does not close. */
    public LastSlot(OnnxModel model) {
        this.model = model;
    }

    /** Returns a slot for inputs of these shapes; the one before is closed unless it had the same. */
    public Slot get(Map<String, Shape> inputShapes, Map<String, Shape> outputShapes) {
        if (slot != null && inputs.equals(inputShapes)) {
            return slot;
        }
        close();
        var made = model.slot(inputShapes, outputShapes);
        slot = made;
        inputs = Map.copyOf(inputShapes);
        return made;
    }

    /** Frees the slot. */
    @Override
    public void close() {
        if (slot != null) {
            slot.close();
            slot = null;
        }
    }
}
