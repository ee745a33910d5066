package io.calotype.diffusion.denoise;

import io.calotype.diffusion.control.ControlCalls;
import io.calotype.inference.lora.LoraStack;
import io.calotype.inference.onnx.FedInputs;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the model with tensors of its own. One thread at a time. */
final class ModelCaller implements AutoCloseable {

    private final CallCache calls;
    private final ControlCalls controls;

    ModelCaller(CallCache calls, ControlCalls controls) {
        this.calls = calls;
        this.controls = controls;
    }

    /**
     * Calls the model once; changes no image.
     *
     * @param rows of images with the same key
     * @param loras those of the images, if the model takes any
     * @return what it predicts for each row, as latents [C, h, w] from its first element; to be used before the next call of this
     */
    List<FloatBuffer> call(List<Row> rows, @Nullable LoraStack loras) {
        var key = rows.get(0).image().key();
        var call = calls.get(rows.size(), key);
        for (int row = 0; row < rows.size(); row++) {
            call.fill(row, rows.get(row));
        }
        call.run(brought(call, rows, loras));
        var predictions = new ArrayList<FloatBuffer>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            predictions.add(call.prediction(row));
        }
        return predictions;
    }

    /** What LoRAs and control models give the call. */
    private List<FedInputs> brought(StepCall call, List<Row> rows, @Nullable LoraStack loras) {
        if (loras == null && !controls.any()) {
            return List.of();
        }
        var brought = new ArrayList<FedInputs>();
        if (loras != null) {
            call.place(rows, loras);
            brought.add(loras.inputs());
        }
        if (controls.any()) {
            var latents = rows.get(0).image().key().latents();
            brought.add(controls.of(rows.size(), latents, call.controlled(rows)));
        }
        return brought;
    }

    @Override
    public void close() {
        calls.close();
        controls.close();
    }
}
