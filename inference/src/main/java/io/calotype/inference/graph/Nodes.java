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

/** The nodes of a graph, found by what they make and read; a node is named by its first output. */
final class Nodes {

    private static final int HOPS = 4;

    private final List<Message> inOrder = new ArrayList<>();
    private final Map<ByteString, Message> makers = new HashMap<>();
    private final Map<ByteString, List<Message>> readers = new HashMap<>();
    private final Map<ByteString, Message> initializers = new HashMap<>();
    private final Set<ByteString> results = new HashSet<>();
    private boolean nested;

    private Nodes() {}

    static Nodes of(Message graph) throws InvalidProtocolBufferException {
        var nodes = new Nodes();
        for (var bytes : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            var tensor = Message.parse(bytes);
            nodes.initializers.put(tensor.value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY), tensor);
        }
        for (var bytes : graph.values(OnnxFields.GRAPH_OUTPUT)) {
            nodes.results.add(Message.parse(bytes).value(OnnxFields.VALUE_NAME).orElse(ByteString.EMPTY));
        }
        for (var bytes : graph.values(OnnxFields.GRAPH_NODE)) {
            nodes.add(Message.parse(bytes));
        }
        return nodes;
    }

    private void add(Message node) throws InvalidProtocolBufferException {
        inOrder.add(node);
        node.values(OnnxFields.NODE_OUTPUT).forEach(output -> makers.put(output, node));
        node.values(OnnxFields.NODE_INPUT).forEach(input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                .add(node));
        for (var attribute : node.values(OnnxFields.NODE_ATTRIBUTE)) {
            nested |=
                    !Message.parse(attribute).values(OnnxFields.ATTRIBUTE_GRAPH).isEmpty();
        }
    }

    List<Message> inOrder() {
        return inOrder;
    }

    /** Whether a node has a graph of its own, which may read anything. */
    boolean areNested() {
        return nested;
    }

    /** The node that makes a tensor, if it is of that operator. */
    Optional<Message> maker(ByteString tensor, String operator) {
        return Optional.ofNullable(makers.get(tensor)).filter(node -> is(node, operator));
    }

    /** The node that makes a tensor, behind such that change nothing but its type. */
    Optional<Message> makerBehindCasts(ByteString tensor, String operator) {
        var name = tensor;
        for (int hop = 0; hop < HOPS; hop++) {
            var node = makers.get(name);
            if (node == null || !(is(node, "Cast") || is(node, "Identity"))) {
                break;
            }
            name = input(node, 0);
        }
        return maker(name, operator);
    }

    /** The one node that reads a tensor, if there is but one and the tensor is no result of the graph. */
    Optional<Message> onlyReader(ByteString tensor) {
        var all = readers.getOrDefault(tensor, List.of());
        return all.size() == 1 && !results.contains(tensor) ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** How often nodes read a tensor; a result of the graph is read once more. */
    int reads(ByteString tensor) {
        return readers.getOrDefault(tensor, List.of()).size() + (results.contains(tensor) ? 1 : 0);
    }

    /** The node that makes a tensor. */
    Optional<Message> maker(ByteString tensor) {
        return Optional.ofNullable(makers.get(tensor));
    }

    /** The initializer that a tensor is, itself or through nodes that change nothing. */
    Optional<Message> initializer(ByteString tensor) {
        return Optional.ofNullable(initializers.get(source(tensor)));
    }

    /** A tensor that never changes: an initializer or a constant. */
    Optional<Message> constant(ByteString tensor) throws InvalidProtocolBufferException {
        var initializer = initializer(tensor);
        if (initializer.isPresent()) {
            return initializer;
        }
        var node = maker(source(tensor), "Constant");
        return node.isEmpty() ? Optional.empty() : Attributes.tensor(node.get(), "value");
    }

    /** The tensor that another one is a copy of, or itself. */
    private ByteString source(ByteString tensor) {
        var name = tensor;
        for (int hop = 0; hop < HOPS; hop++) {
            var copy = maker(name, "Identity");
            if (copy.isEmpty()) {
                break;
            }
            name = input(copy.get(), 0);
        }
        return name;
    }

    static boolean is(Message node, String operator) {
        return node.text(OnnxFields.NODE_OP_TYPE).equals(operator);
    }

    /** An input of a node; without a name where the node has fewer. */
    static ByteString input(Message node, int place) {
        var inputs = node.values(OnnxFields.NODE_INPUT);
        return place < inputs.size() ? inputs.get(place) : ByteString.EMPTY;
    }

    /** The first output of a node. */
    static ByteString output(Message node) {
        var outputs = node.values(OnnxFields.NODE_OUTPUT);
        return outputs.isEmpty() ? ByteString.EMPTY : outputs.get(0);
    }
}
