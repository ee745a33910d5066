package io.calotype.inference.quantise;

import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;

/**
 * A model that says between which numbers its tensors are, whenever it runs.
 *
 * @param model loaded; to be closed by whoever loaded it
 */
public record ObservedModel(OnnxModel model, Ranges ranges) {

    /**
     * Loads the model of a plan.
     *
     * @throws OnnxException if ONNX Runtime refuses it
     * @throws IOException if its graph cannot be written beside other temporary files
     */
    public static ObservedModel load(Int8Plan plan, SessionSettings settings) throws IOException {
        var graph = Files.createTempFile("calotype", ".onnx");
        try {
            plan.writeWithRanges(graph);
            var model = OnnxModel.load(plan.model(), graph, settings);
            return new ObservedModel(model, Ranges.of(plan, model));
        } finally {
            Files.delete(graph);
        }
    }
}
