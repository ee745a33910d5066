package io.calotype.inference.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;

/** The attributes of a node. */
final class Attributes {

    private Attributes() {}

    /** A whole number by its name. */
    static Optional<Long> number(Message node, String name) throws InvalidProtocolBufferException {
        var attribute = of(node, name);
        return attribute.isEmpty()
                ? Optional.empty()
                : attribute.get().numbers(OnnxFields.ATTRIBUTE_I).stream().findFirst();
    }

    /** A list of whole numbers by its name; empty where it is not there. */
    static List<Long> numbers(Message node, String name) throws InvalidProtocolBufferException {
        var attribute = of(node, name);
        return attribute.isEmpty() ? List.of() : attribute.get().packedNumbers(OnnxFields.ATTRIBUTE_INTS);
    }

    /** A tensor by its name. */
    static Optional<Message> tensor(Message node, String name) throws InvalidProtocolBufferException {
        var attribute = of(node, name);
        return attribute.isEmpty()
                        || attribute.get().value(OnnxFields.ATTRIBUTE_TENSOR).isEmpty()
                ? Optional.empty()
                : Optional.of(Message.parse(
                        attribute.get().value(OnnxFields.ATTRIBUTE_TENSOR).get()));
    }

    /** Whether a node has no attribute of a name. */
    static boolean isAbsent(Message node, String name) throws InvalidProtocolBufferException {
        return of(node, name).isEmpty();
    }

    private static Optional<Message> of(Message node, String name) throws InvalidProtocolBufferException {
        for (var bytes : node.values(OnnxFields.NODE_ATTRIBUTE)) {
            var attribute = Message.parse(bytes);
            if (attribute.text(OnnxFields.ATTRIBUTE_NAME).equals(name)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
