package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Makes initializers of a graph. */
final class NewTensors {

    private static final long EXTERNAL = 1;

    private NewTensors() {}

    /** A tensor within the model, or in a file beside it. */
    static Message of(ByteString name, long type, NewWeights weights) throws InvalidProtocolBufferException {
        var tensor = tensor(name, type, weights.dims());
        if (weights.location() == null) {
            return tensor.with(OnnxFields.TENSOR_RAW_DATA, List.of(UnsafeByteOperations.unsafeWrap(weights.data())));
        }
        return tensor.with(
                        OnnxFields.TENSOR_EXTERNAL_DATA,
                        List.of(
                                entry("location", weights.location()),
                                entry("offset", Long.toString(weights.offset())),
                                entry("length", Integer.toString(weights.data().remaining()))))
                .withNumbers(OnnxFields.TENSOR_DATA_LOCATION, List.of(EXTERNAL));
    }

    /** A number of type F32. */
    static Message number(ByteString name, float number) throws InvalidProtocolBufferException {
        return small(name, WeightTypes.F32, List.of(), little(Float.BYTES).putFloat(number));
    }

    /** A number of type U8. */
    static Message byteNumber(ByteString name, int number) throws InvalidProtocolBufferException {
        return small(name, WeightTypes.U8, List.of(), little(1).put((byte) number));
    }

    /** Numbers of type F32. */
    static Message floats(ByteString name, List<Float> numbers) throws InvalidProtocolBufferException {
        var raw = little(numbers.size() * Float.BYTES);
        numbers.forEach(raw::putFloat);
        return small(name, WeightTypes.F32, List.of((long) numbers.size()), raw);
    }

    /** Numbers of type I32. */
    static Message integers(ByteString name, List<Integer> numbers) throws InvalidProtocolBufferException {
        var raw = little(numbers.size() * Integer.BYTES);
        numbers.forEach(raw::putInt);
        return small(name, WeightTypes.I32, List.of((long) numbers.size()), raw);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Message small(ByteString name, long type, List<Long> dims, ByteBuffer raw)
            throws InvalidProtocolBufferException {
        return tensor(name, type, dims).with(OnnxFields.TENSOR_RAW_DATA, List.of(ByteString.copyFrom(raw.flip())));
    }

    private static Message tensor(ByteString name, long type, List<Long> dims) throws InvalidProtocolBufferException {
        return Message.parse(ByteString.EMPTY)
                .withNumbers(OnnxFields.TENSOR_DIMS, dims)
                .withNumbers(OnnxFields.TENSOR_DATA_TYPE, List.of(type))
                .with(OnnxFields.TENSOR_NAME, List.of(name));
    }

    private static ByteString entry(String key, String value) throws InvalidProtocolBufferException {
        return Message.parse(ByteString.EMPTY)
                .with(OnnxFields.ENTRY_KEY, List.of(ByteString.copyFromUtf8(key)))
                .with(OnnxFields.ENTRY_VALUE, List.of(ByteString.copyFromUtf8(value)))
                .bytes();
    }
}
