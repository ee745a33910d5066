package io.calotype.inference.lora;

import io.calotype.inference.graph.NewWeights;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.revision.Floats;
import io.calotype.inference.revision.NewWeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A model file with changed weights. */
final class BakedModel {

    private BakedModel() {}

    /** Writes {@code model.onnx}, and its new file of weights if the model has such files. */
    static void write(Path model, Map<String, LoraLayer> changes, double strength, Path folder) throws IOException {
        var onnx = OnnxFile.read(model);
        var source = Objects.requireNonNull(model.getParent());
        var weights = new TreeMap<String, NewWeights>();
        try (var file = NewWeightsFile.create(model, onnx, folder)) {
            var layers = onnx.layers();
            for (var change : changes.entrySet()) {
                var layer = Objects.requireNonNull(layers.get(change.getKey()));
                float[] values = Floats.of(layer.read(source), layer.isHalf());
                change.getValue().addTo(values, layer.transposed(), strength);
                weights.put(change.getKey(), file.add(layer.storedShape(), Floats.bytes(values, layer.isHalf())));
            }
            onnx.withWeights(weights).write(folder.resolve("model.onnx"));
        }
    }
}
