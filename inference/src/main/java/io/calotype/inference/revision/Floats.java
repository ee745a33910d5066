package io.calotype.inference.revision;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.onnx.HalfFloats;
import io.calotype.inference.pack.PackException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Numbers of single and half precision as floats, and back. */
public final class Floats {

    private Floats() {}

    /** The elements of a tensor that is F32, F16 or BF16; {@link PackException} names one that is not. */
    public static float[] of(Path file, String name, Tensor tensor) {
        if (tensor.dtype() == DType.F32 || tensor.dtype() == DType.F16) {
            return of(tensor.data(), tensor.dtype() == DType.F16);
        }
        if (tensor.dtype() != DType.BF16) {
            throw new PackException(file, name + " is " + tensor.dtype() + ", not F32, F16 or BF16");
        }
        var data = tensor.data();
        float[] values = new float[data.remaining() / Short.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(data.getShort(i * Short.BYTES) << Short.SIZE);
        }
        return values;
    }

    /** The numbers of little-endian bytes. */
    public static float[] of(ByteBuffer data, boolean half) {
        var ordered = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[ordered.remaining() / (half ? Short.BYTES : Float.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = half ? HalfFloats.value(ordered.getShort(i * Short.BYTES)) : ordered.getFloat(i * Float.BYTES);
        }
        return values;
    }

    /** Little-endian bytes; a number beyond the range of half precision becomes infinite. */
    public static ByteBuffer bytes(float[] values, boolean half) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, half ? Short.BYTES : Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (half) {
                bytes.putShort(HalfFloats.bits(value));
            } else {
                bytes.putFloat(value);
            }
        }
        return bytes.flip();
    }
}
