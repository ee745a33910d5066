package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the files that store a model's tensors: initializers, constants, and those of nested graphs. */
final class ExternalData {

    private static final String LOCATION = "location";
    private static final int DEEPEST = 32;

    private final Set<String> locations = new TreeSet<>();

    private ExternalData() {}

    static Set<String> of(Message model, Message graph) throws InvalidProtocolBufferException {
        var found = new ExternalData();
        found.graph(graph, 0);
        for (var function : model.values(OnnxFields.MODEL_FUNCTIONS)) {
            found.nodes(Message.parse(function).values(OnnxFields.FUNCTION_NODE), 0);
        }
        return found.locations;
    }

    private void graph(Message graph, int depth) throws InvalidProtocolBufferException {
        if (depth > DEEPEST) {
            throw new InvalidProtocolBufferException("graphs nested deeper than " + DEEPEST);
        }
        tensors(graph.values(OnnxFields.GRAPH_INITIALIZER));
        sparse(graph.values(OnnxFields.GRAPH_SPARSE_INITIALIZER));
        nodes(graph.values(OnnxFields.GRAPH_NODE), depth);
    }

    private void nodes(List<ByteString> nodes, int depth) throws InvalidProtocolBufferException {
        for (var node : nodes) {
            for (var attribute : Message.parse(node).values(OnnxFields.NODE_ATTRIBUTE)) {
                attribute(Message.parse(attribute), depth);
            }
        }
    }

    private void attribute(Message attribute, int depth) throws InvalidProtocolBufferException {
        tensors(attribute.values(OnnxFields.ATTRIBUTE_TENSOR));
        tensors(attribute.values(OnnxFields.ATTRIBUTE_TENSORS));
        sparse(attribute.values(OnnxFields.ATTRIBUTE_SPARSE_TENSOR));
        sparse(attribute.values(OnnxFields.ATTRIBUTE_SPARSE_TENSORS));
        for (var graph : attribute.values(OnnxFields.ATTRIBUTE_GRAPH)) {
            graph(Message.parse(graph), depth + 1);
        }
        for (var graph : attribute.values(OnnxFields.ATTRIBUTE_GRAPHS)) {
            graph(Message.parse(graph), depth + 1);
        }
    }

    private void sparse(List<ByteString> tensors) throws InvalidProtocolBufferException {
        for (var tensor : tensors) {
            var parts = Message.parse(tensor);
            tensors(parts.values(OnnxFields.SPARSE_VALUES));
            tensors(parts.values(OnnxFields.SPARSE_INDICES));
        }
    }

    private void tensors(List<ByteString> tensors) throws InvalidProtocolBufferException {
        for (var tensor : tensors) {
            for (var entry : Message.parse(tensor).values(OnnxFields.TENSOR_EXTERNAL_DATA)) {
                var pair = Message.parse(entry);
                if (pair.text(OnnxFields.ENTRY_KEY).equals(LOCATION)) {
                    locations.add(pair.text(OnnxFields.ENTRY_VALUE));
                }
            }
        }
    }
}
