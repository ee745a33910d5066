package io.calotype.inference.quantise;

import io.calotype.inference.graph.Layer.StoredTensor;
import io.calotype.inference.graph.NewWeights;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.graph.QuantisableNode;
import io.calotype.inference.graph.QuantisedNode;
import io.calotype.inference.revision.Floats;
import io.calotype.inference.revision.NewWeightsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Writes a model whose nodes multiply in whole numbers, where that loses little. */
final class Int8Model {

    private final Path folder; // of the model's weights
    private final NewWeightsFile file;
    private final Map<String, Written> written = new HashMap<>(); // by the weights' name

    private record Written(Int8Weights weights, NewWeights place) {}

    private Int8Model(Path folder, NewWeightsFile file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * Writes {@code model.onnx} and what it has beside itself.
     *
     * @param model whose folder has the weights
     * @param graph the model, as it is to be quantised
     * @param nodes those that are to be quantised
     * @param ranges of the nodes' inputs and of convolutions' results
     */
    static void write(
            Path model, OnnxFile graph, List<QuantisableNode> nodes, Map<String, ValueRange> ranges, Path target)
            throws IOException {
        try (var file = NewWeightsFile.create(model, graph, target)) {
            var writer = new Int8Model(Objects.requireNonNull(model.getParent()), file);
            var quantised = new ArrayList<QuantisedNode>();
            for (var node : nodes) {
                quantised.add(writer.quantised(node, ranges));
            }
            var moved = writer.moved(graph.quantised(quantised, Map.of()), graph);
            graph.quantised(quantised, moved).write(target.resolve("model.onnx"));
        }
    }

    private QuantisedNode quantised(QuantisableNode node, Map<String, ValueRange> ranges) throws IOException {
        var input = range(ranges, node.input()).rounding();
        var output = node.isConvolution()
                ? Optional.of(range(ranges, node.output()).rounding())
                : Optional.<QuantisedNode.Rounding>empty();
        var known = written.get(node.weights());
        if (known == null) {
            var weights = Int8Weights.of(read(node), node.dims(), node.channelAxis());
            known = new Written(weights, file.add(node.dims(), ByteBuffer.wrap(weights.values())));
            written.put(
                    node.weights(), new Written(weights.withoutValues(), known.place())); // a model of them is large
        }
        var bias = List.<Integer>of();
        if (node.bias().isPresent()) {
            var added = node.bias().get();
            bias = known.weights().bias(floats(added.stored(), added.isHalf()), input.scale());
        }
        return new QuantisedNode(
                node, input, output, known.place(), known.weights().scales(), bias);
    }

    private float[] read(QuantisableNode node) throws IOException {
        float[] stored = floats(node.stored(), node.isHalf());
        if (!node.isTransposed()) {
            return stored;
        }
        int rows = Math.toIntExact(node.dims().get(0));
        int columns = Math.toIntExact(node.dims().get(1));
        float[] turned = new float[stored.length];
        for (int i = 0; i < stored.length; i++) {
            turned[i % rows * columns + i / rows] = stored[i];
        }
        return turned;
    }

    private static ValueRange range(Map<String, ValueRange> ranges, String tensor) {
        return Objects.requireNonNull(ranges.get(tensor), tensor);
    }

    /** Puts all other weights into the new file, so that the old one is not needed. */
    private Map<String, NewWeights> moved(OnnxFile quantised, OnnxFile graph) throws IOException {
        var before = graph.outside().keySet();
        var moved = new TreeMap<String, NewWeights>();
        for (var tensor : quantised.outside().entrySet()) {
            if (before.contains(tensor.getKey())) {
                var stored = tensor.getValue().stored().read(folder);
                moved.put(tensor.getKey(), file.add(tensor.getValue().dims(), stored));
            }
        }
        return moved;
    }

    private float[] floats(StoredTensor stored, boolean half) throws IOException {
        return Floats.of(stored.read(folder).order(ByteOrder.LITTLE_ENDIAN), half);
    }
}
