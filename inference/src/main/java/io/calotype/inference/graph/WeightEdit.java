package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives layers of a graph weights of their own, under the layers' names; weights that nothing reads any more go. */
final class WeightEdit {

    private WeightEdit() {}

    static Message apply(Message graph, Map<String, NewWeights> weights) throws InvalidProtocolBufferException {
        var layers = LayerIndex.of(graph);
        var names = new HashMap<Integer, ByteString>();
        var tensors = new ArrayList<ByteString>();
        for (var changed : weights.entrySet()) {
            var layer = layers.get(changed.getKey());
            if (layer == null) {
                throw new InvalidProtocolBufferException("no layer " + changed.getKey());
            }
            var name = LayerIndex.changedName(changed.getKey());
            layer.nodes().forEach(node -> names.put(node, name));
            tensors.add(NewTensors.of(name, layer.isHalf() ? WeightTypes.F16 : WeightTypes.F32, changed.getValue())
                    .bytes());
        }
        var before = graph.values(OnnxFields.GRAPH_NODE);
        var nodes = new ArrayList<ByteString>();
        var replaced = new HashSet<ByteString>();
        for (int i = 0; i < before.size(); i++) {
            var name = names.get(i);
            if (name == null) {
                nodes.add(before.get(i));
            } else {
                var node = Message.parse(before.get(i));
                var inputs = new ArrayList<>(node.values(OnnxFields.NODE_INPUT));
                replaced.add(inputs.set(LayerIndex.weightInput(node), name));
                nodes.add(node.with(OnnxFields.NODE_INPUT, inputs).bytes());
            }
        }
        var gone = unread(nodes, replaced);
        gone.addAll(names.values()); // of weights that were changed before
        var kept = initializers(graph, gone);
        kept.addAll(tensors);
        return graph.with(OnnxFields.GRAPH_NODE, nodes).with(OnnxFields.GRAPH_INITIALIZER, kept);
    }

    /** Those names that no node reads; a nested graph may read any. */
    private static Set<ByteString> unread(List<ByteString> nodes, Set<ByteString> names)
            throws InvalidProtocolBufferException {
        var unread = new HashSet<>(names);
        for (var bytes : nodes) {
            var node = Message.parse(bytes);
            node.values(OnnxFields.NODE_INPUT).forEach(unread::remove);
            for (var attribute : node.values(OnnxFields.NODE_ATTRIBUTE)) {
                if (!Message.parse(attribute).values(OnnxFields.ATTRIBUTE_GRAPH).isEmpty()) {
                    return new HashSet<>();
                }
            }
        }
        return unread;
    }

    private static List<ByteString> initializers(Message graph, Set<ByteString> gone)
            throws InvalidProtocolBufferException {
        var kept = new ArrayList<ByteString>();
        for (var bytes : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            if (!gone.contains(
                    Message.parse(bytes).value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY))) {
                kept.add(bytes);
            }
        }
        return kept;
    }
}
