package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the layers of a graph by the names of its nodes: an export renames the weights of a Linear, but the node that multiplies by
 * them keeps its module's path, {@code /mid_block/attentions.0/proj_in/MatMul}.
 */
final class LayerIndex {

    private static final String MATMUL = "MatMul";
    private static final String GEMM = "Gemm";
    private static final String GATHER = "Gather";
    private static final Set<String> OPERATORS = Set.of(MATMUL, GEMM, "Conv", GATHER);
    private static final String WEIGHT = ".weight";
    private static final String CHANGED = ".changed_weight";

    private final Nodes nodes;
    private final Map<String, Layer> layers = new TreeMap<>();
    private final Map<String, ByteString> names = new HashMap<>();
    private final Set<String> ambiguous = new HashSet<>();

    private LayerIndex(Nodes nodes) {
        this.nodes = nodes;
    }

    static Map<String, Layer> of(Message graph) throws InvalidProtocolBufferException {
        var index = new LayerIndex(Nodes.of(graph));
        var nodes = index.nodes.inOrder();
        for (int i = 0; i < nodes.size(); i++) {
            index.add(nodes.get(i), i);
        }
        index.ambiguous.forEach(index.layers::remove);
        return index.layers;
    }

    /** The input by which a node reads its weights. */
    static int weightInput(Message node) {
        return node.text(OnnxFields.NODE_OP_TYPE).equals(GATHER) ? 0 : 1;
    }

    private void add(Message node, int place) throws InvalidProtocolBufferException {
        var inputs = node.values(OnnxFields.NODE_INPUT);
        if (!OPERATORS.contains(node.text(OnnxFields.NODE_OP_TYPE)) || inputs.size() < 2) {
            return;
        }
        var weights = Weights.behind(inputs.get(weightInput(node)), nodes);
        if (weights.isEmpty() || !(isProduct(node) || isModules(weights.get()))) {
            return;
        }
        var path = path(node, weights.get().name());
        var known = layers.get(path);
        if (known == null) {
            var layer = layer(node, weights.get(), place);
            layer.ifPresent(found -> layers.put(path, found));
            names.put(path, weights.get().name());
        } else if (weights.get().name().equals(names.get(path))) {
            layers.put(path, known.readBy(place));
        } else {
            ambiguous.add(path);
        }
    }

    private static boolean isProduct(Message node) {
        return weightInput(node) == 1;
    }

    /** An embedding keeps the name of its weights; other lookups are the exporter's own. */
    private static boolean isModules(Weights weights) {
        return module(weights.name()).isPresent();
    }

    private static Optional<Layer> layer(Message node, Weights weights, int place)
            throws InvalidProtocolBufferException {
        var dims = weights.tensor().packedNumbers(OnnxFields.TENSOR_DIMS);
        var stored = StoredTensors.of(weights.tensor());
        if (stored.isEmpty() || (weights.type() != WeightTypes.F32 && weights.type() != WeightTypes.F16)) {
            return Optional.empty();
        }
        var operator = node.text(OnnxFields.NODE_OP_TYPE);
        boolean transposed = operator.equals(MATMUL)
                || (operator.equals(GEMM) && Attributes.number(node, "transB").orElse(0L) == 0);
        var shape = transposed && dims.size() == 2 ? List.of(dims.get(1), dims.get(0)) : dims;
        boolean half = weights.type() == WeightTypes.F16;
        return Optional.of(new Layer(shape, transposed, half, List.of(place), stored.get()));
    }

    /** The name that new weights of a layer get. */
    static ByteString changedName(String layer) {
        return ByteString.copyFromUtf8(layer + CHANGED);
    }

    private static Optional<String> module(ByteString weights) {
        var name = weights.toStringUtf8();
        return Stream.of(WEIGHT, CHANGED)
                .filter(name::endsWith)
                .map(end -> name.substring(0, name.length() - end.length()))
                .findFirst();
    }

    /** The module's path, joined by dots; a name that the exporter gave to weights says it too. */
    private static String path(Message node, ByteString weights) {
        var nodeName = node.text(OnnxFields.NODE_NAME);
        var module = module(weights);
        if (!nodeName.startsWith("/") && module.isPresent()) {
            return module.get();
        }
        var parts = List.of(nodeName.split("/", -1));
        var kept = new ArrayList<String>();
        for (int i = 1; i < parts.size() - 1; i++) {
            if (!parts.get(i + 1).startsWith(parts.get(i) + ".")) { // a list's own name comes again with its index
                kept.add(parts.get(i));
            }
        }
        if (!kept.isEmpty() && kept.get(0).equals("unet")) { // of diffusers' older export script
            kept.remove(0);
        }
        return String.join(".", kept);
    }

    /** The initializer that a node reads. */
    private record Weights(ByteString name, Message tensor, long type) {

        static Optional<Weights> behind(ByteString input, Nodes nodes) {
            return nodes.initializer(input)
                    .map(tensor -> new Weights(
                            tensor.value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY),
                            tensor,
                            tensor.numbers(OnnxFields.TENSOR_DATA_TYPE).stream()
                                    .findFirst()
                                    .orElse(0L)));
        }
    }
}
