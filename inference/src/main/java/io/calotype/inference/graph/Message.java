package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A protobuf message by its field numbers: other fields stay as they are, and weights are never copied.
 *
 * @param fields the message's fields
 */
record Message(UnknownFieldSet fields) {

    /** Parses a message; its strings and bytes are views of what it is parsed from. */
    static Message parse(ByteString bytes) throws InvalidProtocolBufferException {
        var input = bytes.newCodedInput();
        input.enableAliasing(true);
        try {
            var parsed = UnknownFieldSet.newBuilder().mergeFrom(input).build();
            input.checkLastTagWas(0);
            return new Message(parsed);
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    /** The values of a field of bytes, strings or messages. */
    List<ByteString> values(int field) {
        return fields.getField(field).getLengthDelimitedList();
    }

    /** The values of a field of whole numbers. */
    List<Long> numbers(int field) {
        return fields.getField(field).getVarintList();
    }

    /** The values of a field of whole numbers, which a writer may have packed. */
    List<Long> packedNumbers(int field) throws InvalidProtocolBufferException {
        var all = new ArrayList<>(numbers(field));
        for (var packed : values(field)) {
            var input = packed.newCodedInput();
            try {
                while (!input.isAtEnd()) {
                    all.add(input.readInt64());
                }
            } catch (IOException e) {
                throw new InvalidProtocolBufferException(e);
            }
        }
        return all;
    }

    /** This message with other values of a field of whole numbers. */
    Message withNumbers(int field, List<Long> values) {
        var replaced = Field.newBuilder();
        values.forEach(replaced::addVarint);
        return new Message(fields.toBuilder()
                .clearField(field)
                .addField(field, replaced.build())
                .build());
    }

    /** This message with another value of a field of one {@code float}. */
    Message withFloat(int field, float value) {
        var replaced = Field.newBuilder().addFixed32(Float.floatToRawIntBits(value));
        return new Message(fields.toBuilder()
                .clearField(field)
                .addField(field, replaced.build())
                .build());
    }

    /** The last value of a field, which is the one that counts where a field comes once. */
    Optional<ByteString> value(int field) {
        var values = values(field);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** The field's text; empty where it is not there. */
    String text(int field) {
        return value(field).map(ByteString::toStringUtf8).orElse("");
    }

    /** This message with other values of one field. */
    Message with(int field, List<ByteString> values) {
        var replaced = Field.newBuilder();
        values.forEach(replaced::addLengthDelimited);
        return new Message(fields.toBuilder()
                .clearField(field)
                .addField(field, replaced.build())
                .build());
    }

    /** This message without a field. */
    Message without(int field) {
        return new Message(fields.toBuilder().clearField(field).build());
    }

    ByteString bytes() {
        return fields.toByteString();
    }
}
