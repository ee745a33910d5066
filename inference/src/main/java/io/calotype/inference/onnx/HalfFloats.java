package io.calotype.inference.onnx;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * The floats that stand for a tensor of half precision, since Java has no such type.
 *
 * @param shorts the tensor's own memory
 * @param all the floats, from the first
 */
public record HalfFloats(String name, boolean input, ShortBuffer shorts, FloatBuffer all) {

    /** The bits of the half that is nearest to a number. */
    public static short bits(float value) {
        return Fp16Conversions.floatToFp16(value);
    }

    /** The number that a half is. */
    public static float value(short bits) {
        return Fp16Conversions.fp16ToFloat(bits);
    }

    static HalfFloats of(TensorBuffer tensor, boolean input) {
        var shorts = tensor.data()
                .duplicate()
                .order(ByteOrder.nativeOrder())
                .rewind()
                .asShortBuffer();
        var floats = ByteBuffer.allocateDirect(shorts.capacity() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        return new HalfFloats(tensor.info().name(), input, shorts, floats);
    }

    FloatBuffer floats() {
        return all.duplicate();
    }

    /** Before a run: floats to the nearest halves. */
    void round() {
        for (int i = 0; input && i < shorts.capacity(); i++) {
            shorts.put(i, Fp16Conversions.floatToFp16(all.get(i)));
        }
    }

    /** After a run: halves to floats. */
    void widen() {
        for (int i = 0; !input && i < shorts.capacity(); i++) {
            all.put(i, Fp16Conversions.fp16ToFloat(shorts.get(i)));
        }
    }
}
