package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives an exported UNet one timestep per row.
 *
 * <p>diffusers turns a scalar timestep into a row of one and expands it to the batch; traced with a scalar, the graph starts with
 * that {@code Unsqueeze}. Without it, and with {@code timestep} declared as {@code [B]}, the same graph takes a timestep per row,
 * since everything after it works by row. Declared shapes in between are dropped: they were for one row.
 */
final class TimestepEdit {

    private static final String TIMESTEP = "timestep";
    private static final String UNSQUEEZE = "Unsqueeze";
    private static final ByteString ROWS = ByteString.copyFromUtf8("batch_size");

    private TimestepEdit() {}

    static Optional<Message> apply(Message graph) throws InvalidProtocolBufferException {
        var nodes = new ArrayList<Message>();
        for (var node : graph.values(OnnxFields.GRAPH_NODE)) {
            nodes.add(Message.parse(node));
        }
        var readers = nodes.stream()
                .filter(node -> node.values(OnnxFields.NODE_INPUT).contains(ByteString.copyFromUtf8(TIMESTEP)))
                .toList();
        if (readers.size() != 1 || !readers.get(0).text(OnnxFields.NODE_OP_TYPE).equals(UNSQUEEZE)) {
            return Optional.empty();
        }
        var unsqueeze = readers.get(0);
        var row = unsqueeze.value(OnnxFields.NODE_OUTPUT).orElse(ByteString.EMPTY);
        var gone = readByNobodyElse(unsqueeze, nodes);
        var kept = nodes.stream()
                .filter(node -> !node.equals(unsqueeze) && !gone.containsAll(node.values(OnnxFields.NODE_OUTPUT)))
                .map(node -> reading(node, row))
                .map(Message::bytes)
                .toList();
        return Optional.of(graph.with(OnnxFields.GRAPH_NODE, kept)
                .with(OnnxFields.GRAPH_INITIALIZER, initializers(graph, gone))
                .with(OnnxFields.GRAPH_INPUT, inputs(graph))
                .without(OnnxFields.GRAPH_VALUE_INFO));
    }

    /** A node that read the row reads the timestep itself. */
    private static Message reading(Message node, ByteString row) {
        var inputs = node.values(OnnxFields.NODE_INPUT);
        if (!inputs.contains(row)) {
            return node;
        }
        return node.with(
                OnnxFields.NODE_INPUT,
                inputs.stream()
                        .map(input -> input.equals(row) ? ByteString.copyFromUtf8(TIMESTEP) : input)
                        .toList());
    }

    /** What only that node reads, such as its axis: a constant node's output or an initializer. */
    private static Set<ByteString> readByNobodyElse(Message reader, List<Message> nodes) {
        var names = new HashSet<>(reader.values(OnnxFields.NODE_INPUT));
        nodes.stream().filter(node -> !node.equals(reader)).forEach(node -> node.values(OnnxFields.NODE_INPUT)
                .forEach(names::remove));
        return names;
    }

    private static List<ByteString> initializers(Message graph, Set<ByteString> gone)
            throws InvalidProtocolBufferException {
        var kept = new ArrayList<ByteString>();
        for (var initializer : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            var name = Message.parse(initializer).value(OnnxFields.TENSOR_NAME).orElse(ByteString.EMPTY);
            if (!gone.contains(name)) {
                kept.add(initializer);
            }
        }
        return kept;
    }

    private static List<ByteString> inputs(Message graph) throws InvalidProtocolBufferException {
        var inputs = new ArrayList<ByteString>();
        for (var bytes : graph.values(OnnxFields.GRAPH_INPUT)) {
            var input = Message.parse(bytes);
            inputs.add(
                    input.text(OnnxFields.VALUE_NAME).equals(TIMESTEP)
                            ? ofRows(input).bytes()
                            : bytes);
        }
        return inputs;
    }

    private static Message ofRows(Message input) throws InvalidProtocolBufferException {
        var type = Message.parse(input.value(OnnxFields.VALUE_TYPE).orElse(ByteString.EMPTY));
        var tensor = Message.parse(type.value(OnnxFields.TYPE_TENSOR).orElse(ByteString.EMPTY));
        var empty = Message.parse(ByteString.EMPTY);
        var rows = empty.with(OnnxFields.DIM_PARAM, List.of(ROWS)).bytes();
        var shape = empty.with(OnnxFields.SHAPE_DIM, List.of(rows)).bytes();
        var oneDimensional = tensor.with(OnnxFields.TENSOR_TYPE_SHAPE, List.of(shape));
        return input.with(
                OnnxFields.VALUE_TYPE,
                List.of(type.with(OnnxFields.TYPE_TENSOR, List.of(oneDimensional.bytes()))
                        .bytes()));
    }
}
