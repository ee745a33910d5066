package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;

/** Makes nodes of a graph and their attributes. */
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
