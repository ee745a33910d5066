package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;

/** Makes nodes of a graph, their attributes, and the graph's inputs and results. */
final class NewNode {

    private static final long FLOAT = 1;
    private static final long INT = 2;
    private static final long INTS = 7;

    private NewNode() {}

    /** A node with one output, whose name it is named by. */
    static Message of(String operator, List<ByteString> inputs, ByteString output)
            throws InvalidProtocolBufferException {
        return Message.parse(ByteString.EMPTY)
                .with(OnnxFields.NODE_INPUT, inputs)
                .with(OnnxFields.NODE_OUTPUT, List.of(output))
                .with(OnnxFields.NODE_NAME, List.of(name(output, "." + operator)))
                .with(OnnxFields.NODE_OP_TYPE, List.of(name(operator)));
    }

    /** Adds a node with one output, whose name it is named by, to others; returns the output. */
    static ByteString add(
            List<ByteString> nodes,
            String operator,
            List<ByteString> inputs,
            ByteString output,
            ByteString... attributes)
            throws InvalidProtocolBufferException {
        nodes.add(of(operator, inputs, output)
                .with(OnnxFields.NODE_ATTRIBUTE, List.of(attributes))
                .bytes());
        return output;
    }

    /**
     * An input or a result of the graph.
     *
     * @param dims each a number, or a name where it is open
     */
    static ByteString value(ByteString name, long type, List<Object> dims) throws InvalidProtocolBufferException {
        var empty = Message.parse(ByteString.EMPTY);
        var shape = new ArrayList<ByteString>();
        for (var dim : dims) {
            var dimension = dim instanceof Long size
                    ? empty.withNumbers(OnnxFields.DIM_VALUE, List.of(size))
                    : empty.with(OnnxFields.DIM_PARAM, List.of(name(dim.toString())));
            shape.add(dimension.bytes());
        }
        var tensor = empty.withNumbers(OnnxFields.TENSOR_TYPE_ELEMENT, List.of(type))
                .with(
                        OnnxFields.TENSOR_TYPE_SHAPE,
                        List.of(empty.with(OnnxFields.SHAPE_DIM, shape).bytes()));
        var value = empty.with(OnnxFields.TYPE_TENSOR, List.of(tensor.bytes()));
        return empty.with(OnnxFields.VALUE_NAME, List.of(name))
                .with(OnnxFields.VALUE_TYPE, List.of(value.bytes()))
                .bytes();
    }

    /** An attribute that is a whole number. */
    static ByteString number(String name, long number) throws InvalidProtocolBufferException {
        return attribute(name, INT)
                .withNumbers(OnnxFields.ATTRIBUTE_I, List.of(number))
                .bytes();
    }

    /** An attribute that is a float. */
    static ByteString number(String name, float number) throws InvalidProtocolBufferException {
        return attribute(name, FLOAT).withFloat(OnnxFields.ATTRIBUTE_F, number).bytes();
    }

    /** An attribute that is a list of whole numbers. */
    static ByteString numbers(String name, List<Long> numbers) throws InvalidProtocolBufferException {
        return attribute(name, INTS)
                .withNumbers(OnnxFields.ATTRIBUTE_INTS, numbers)
                .bytes();
    }

    private static Message attribute(String name, long type) throws InvalidProtocolBufferException {
        return Message.parse(ByteString.EMPTY)
                .with(OnnxFields.ATTRIBUTE_NAME, List.of(name(name)))
                .withNumbers(OnnxFields.ATTRIBUTE_TYPE, List.of(type));
    }

    /** A name. */
    static ByteString name(String name) {
        return ByteString.copyFromUtf8(name);
    }

    /** A name that begins with another one. */
    static ByteString name(ByteString base, String end) {
        return base.concat(ByteString.copyFromUtf8(end));
    }
}
