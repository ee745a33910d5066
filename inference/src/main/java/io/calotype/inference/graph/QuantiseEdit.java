package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts {@code QuantizeLinear} and {@code DequantizeLinear} around nodes, which ONNX Runtime turns into operators on whole numbers; the
 * scales are constant, so that a result does not depend on what else is in the call.
 */
final class QuantiseEdit {

    private static final long FIRST_VERSION = 13; // of the operators with a scale for each channel

    private final List<ByteString> nodes = new ArrayList<>();
    private final Map<ByteString, Message> added = new LinkedHashMap<>(); // initializers
    private final Map<ByteString, ByteString> rounded = new HashMap<>(); // tensors by the one that they are rounded to
    private final Set<ByteString> replaced = new HashSet<>();

    private QuantiseEdit() {}

    /**
     * Returns the edited graph.
     *
     * @param moved tensors that are stored elsewhere from now on, by name
     */
    static Message apply(Message graph, List<QuantisedNode> quantised, Map<String, NewWeights> moved)
            throws InvalidProtocolBufferException {
        var edit = new QuantiseEdit();
        var byPlace = new HashMap<Integer, QuantisedNode>();
        quantised.forEach(node -> byPlace.put(node.node().place(), node));
        var all = graph.values(OnnxFields.GRAPH_NODE);
        for (int i = 0; i < all.size(); i++) {
            var node = byPlace.get(i);
            if (node == null) {
                edit.nodes.add(all.get(i));
            } else {
                edit.add(Message.parse(all.get(i)), node);
            }
        }
        return edit.finish(graph, moved);
    }

    /** Whether a model's operators can be quantised. */
    static boolean isPossible(Message model) throws InvalidProtocolBufferException {
        return Operators.version(model, "") >= FIRST_VERSION;
    }

    private void add(Message node, QuantisedNode as) throws InvalidProtocolBufferException {
        var inputs = new ArrayList<>(node.values(OnnxFields.NODE_INPUT));
        inputs.set(0, rounded(inputs.get(0), as.input()));
        replaced.add(inputs.set(1, weights(as)));
        if (!as.bias().isEmpty()) {
            replaced.add(inputs.set(2, bias(as)));
        }
        var changed = node.with(OnnxFields.NODE_INPUT, inputs);
        if (as.output().isEmpty()) {
            nodes.add(changed.bytes());
            return;
        }
        var output = Nodes.output(node);
        var whole = NewNode.name(output, ".whole");
        nodes.add(changed.with(OnnxFields.NODE_OUTPUT, List.of(whole)).bytes());
        round(whole, output, as.output().get());
    }

    private ByteString rounded(ByteString tensor, QuantisedNode.Rounding rounding)
            throws InvalidProtocolBufferException {
        var known = rounded.get(tensor);
        if (known != null) {
            return known;
        }
        var result = NewNode.name(tensor, ".rounded");
        round(tensor, result, rounding);
        rounded.put(tensor, result);
        return result;
    }

    private void round(ByteString tensor, ByteString result, QuantisedNode.Rounding rounding)
            throws InvalidProtocolBufferException {
        var scale = NewNode.name(result, ".scale");
        var zero = NewNode.name(result, ".zero_point");
        var number = NewNode.name(result, ".u8");
        added.put(scale, NewTensors.number(scale, rounding.scale()));
        added.put(zero, NewTensors.byteNumber(zero, rounding.zeroPoint()));
        nodes.add(NewNode.of("QuantizeLinear", List.of(tensor, scale, zero), number)
                .bytes());
        nodes.add(NewNode.of("DequantizeLinear", List.of(number, scale, zero), result)
                .bytes());
    }

    private ByteString weights(QuantisedNode as) throws InvalidProtocolBufferException {
        var name = NewNode.name(as.node().weights());
        var result = NewNode.name(name, ".from_i8");
        var number = NewNode.name(name, ".i8");
        if (!added.containsKey(number)) {
            added.put(number, NewTensors.of(number, WeightTypes.I8, as.weights()));
            perChannel(number, as.scales(), as.node().channelAxis(), result);
        }
        return result;
    }

    private ByteString bias(QuantisedNode as) throws InvalidProtocolBufferException {
        var base = NewNode.name(as.node().output() + ".bias");
        var number = NewNode.name(base, ".i32");
        added.put(number, NewTensors.integers(number, as.bias()));
        var scales =
                as.scales().stream().map(scale -> scale * as.input().scale()).toList();
        perChannel(number, scales, 0, base);
        return base;
    }

    private void perChannel(ByteString number, List<Float> scales, int axis, ByteString result)
            throws InvalidProtocolBufferException {
        var scale = NewNode.name(result, ".scale");
        added.put(scale, NewTensors.floats(scale, scales));
        nodes.add(NewNode.of("DequantizeLinear", List.of(number, scale), result)
                .with(OnnxFields.NODE_ATTRIBUTE, List.of(NewNode.number("axis", (long) axis)))
                .bytes());
    }

    private Message finish(Message graph, Map<String, NewWeights> moved) throws InvalidProtocolBufferException {
        var kept = new ArrayList<ByteString>();
        var unread = unread(graph);
        for (var bytes : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            var tensor = Message.parse(bytes);
            var name = tensor.value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY);
            var place = moved.get(name.toStringUtf8());
            if (unread.contains(name)) {
                continue;
            }
            kept.add(
                    place == null
                            ? bytes
                            : NewTensors.of(name, SmallTensors.type(tensor), place)
                                    .bytes());
        }
        added.values().forEach(tensor -> kept.add(tensor.bytes()));
        return graph.with(OnnxFields.GRAPH_NODE, nodes)
                .with(OnnxFields.GRAPH_INITIALIZER, kept)
                .without(OnnxFields.GRAPH_VALUE_INFO);
    }

    /** Weights, and the nodes that widened or turned them, which nothing reads any more; those nodes go. */
    private Set<ByteString> unread(Message graph) throws InvalidProtocolBufferException {
        var now = Nodes.of(graph.with(OnnxFields.GRAPH_NODE, nodes));
        var unread = new HashSet<ByteString>();
        if (now.areNested()) {
            return unread;
        }
        var lost = new HashMap<ByteString, Integer>(); // reads, by tensor
        var unsure = new ArrayDeque<>(replaced);
        while (!unsure.isEmpty()) {
            var tensor = unsure.remove();
            if (now.reads(tensor) <= lost.getOrDefault(tensor, 0) && unread.add(tensor)) {
                now.maker(tensor)
                        .ifPresent(maker -> maker.values(OnnxFields.NODE_INPUT).forEach(input -> {
                            lost.merge(input, 1, Integer::sum);
                            unsure.add(input);
                        }));
            }
        }
        var left = new ArrayList<ByteString>();
        for (var bytes : nodes) {
            if (!unread.contains(Nodes.output(Message.parse(bytes)))) {
                left.add(bytes);
            }
        }
        nodes.clear();
        nodes.addAll(left);
        return unread;
    }
}
