package io.calotype.inference.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Optional;

/** The attributes of a node. */
final class Attributes {

    private Attributes() {}

    /** A whole number by its name. */
    static Optional<Long> number(Message node, String name) throws InvalidProtocolBufferException {
        for (var bytes : node.values(OnnxFields.NODE_ATTRIBUTE)) {
            var attribute = Message.parse(bytes);
            if (attribute.text(OnnxFields.ATTRIBUTE_NAME).equals(name)) {
                return attribute.numbers(OnnxFields.ATTRIBUTE_I).stream().findFirst();
            }
        }
        return Optional.empty();
    }
}
