package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Adds a result to a graph that says between which numbers some of its tensors are. */
final class RangeEdit {

    /** The result, F32 {@code [3 N]}: least number, largest number and mean square of each tensor. */
    static final String RESULT = "calotype.ranges";

    private static final ByteString ONE_LONG = NewNode.name("calotype.ranges.one_long");

    private RangeEdit() {}

    static Message apply(Message graph, Collection<String> tensors) throws InvalidProtocolBufferException {
        var nodes = new ArrayList<>(graph.values(OnnxFields.GRAPH_NODE));
        var all = new ArrayList<ByteString>();
        for (var tensor : tensors) {
            var name = NewNode.name(tensor);
            var square = NewNode.name(name, ".square");
            nodes.add(NewNode.of("Mul", List.of(name, name), square).bytes());
            all.add(reduced("ReduceMin", name, ".least", nodes));
            all.add(reduced("ReduceMax", name, ".most", nodes));
            all.add(reduced("ReduceMean", square, ".mean", nodes));
        }
        nodes.add(NewNode.of("Concat", all, NewNode.name(RESULT))
                .with(OnnxFields.NODE_ATTRIBUTE, List.of(NewNode.number("axis", 0L)))
                .bytes());
        var initializers = new ArrayList<>(graph.values(OnnxFields.GRAPH_INITIALIZER));
        initializers.add(SmallTensors.of(ONE_LONG, List.of(1L)).bytes());
        var outputs = new ArrayList<>(graph.values(OnnxFields.GRAPH_OUTPUT));
        outputs.add(NewNode.value(NewNode.name(RESULT), WeightTypes.F32, List.of(3L * tensors.size())));
        return graph.with(OnnxFields.GRAPH_NODE, nodes)
                .with(OnnxFields.GRAPH_INITIALIZER, initializers)
                .with(OnnxFields.GRAPH_OUTPUT, outputs);
    }

    private static ByteString reduced(String operator, ByteString tensor, String end, List<ByteString> nodes)
            throws InvalidProtocolBufferException {
        var number = NewNode.name(tensor, end);
        var row = NewNode.name(number, ".row");
        nodes.add(NewNode.of(operator, List.of(tensor), number)
                .with(OnnxFields.NODE_ATTRIBUTE, List.of(NewNode.number("keepdims", 0L)))
                .bytes());
        nodes.add(NewNode.of("Reshape", List.of(number, ONE_LONG), row).bytes());
        return row;
    }
}
