package io.calotype.inference.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Reads and makes tensors of a few numbers, such as shapes and factors. */
final class SmallTensors {

    private static final int MOST_BYTES = 64;

    private SmallTensors() {}

    /** The whole numbers of a tensor of type {@code int64}; empty for another, or one of more than a few. */
    static List<Long> wholeNumbers(Message tensor) throws InvalidProtocolBufferException {
        if (type(tensor) != WeightTypes.I64) {
            return List.of();
        }
        var raw = tensor.value(OnnxFields.TENSOR_RAW_DATA).orElse(ByteString.EMPTY);
        if (raw.isEmpty() || raw.size() > MOST_BYTES) {
            return raw.isEmpty() ? tensor.packedNumbers(OnnxFields.TENSOR_INT64_DATA) : List.of();
        }
        var numbers = new ArrayList<Long>();
        var longs = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        while (longs.hasRemaining()) {
            numbers.add(longs.get());
        }
        return numbers;
    }

    /** The number of a tensor of one {@code float}. */
    static OptionalDouble number(Message tensor) {
        var raw = tensor.value(OnnxFields.TENSOR_RAW_DATA).orElse(ByteString.EMPTY);
        var bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (type(tensor) == WeightTypes.F32 && raw.size() == Float.BYTES) {
            return OptionalDouble.of(bytes.getFloat());
        }
        return OptionalDouble.empty();
    }

    /** A tensor of whole numbers. */
    static Message of(ByteString name, List<Long> numbers) throws InvalidProtocolBufferException {
        var raw = ByteBuffer.allocate(numbers.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(raw::putLong);
        return Message.parse(ByteString.EMPTY)
                .withNumbers(OnnxFields.TENSOR_DIMS, List.of((long) numbers.size()))
                .withNumbers(OnnxFields.TENSOR_DATA_TYPE, List.of(WeightTypes.I64))
                .with(OnnxFields.TENSOR_NAME, List.of(name))
                .with(OnnxFields.TENSOR_RAW_DATA, List.of(ByteString.copyFrom(raw.flip())));
    }

    static long type(Message tensor) {
        return tensor.numbers(OnnxFields.TENSOR_DATA_TYPE).stream().findFirst().orElse(0L);
    }
}
