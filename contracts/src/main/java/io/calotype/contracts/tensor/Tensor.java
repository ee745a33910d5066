package io.calotype.contracts.tensor;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * Numbers and their shape: a read-only view of little-endian bytes, without a copy.
 *
 * @param data the elements in row-major order; its remaining bytes must be those of the shape, else it is refused
 */
public record Tensor(DType dtype, Shape shape, ByteBuffer data) {
    public Tensor {
        data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (shape.elementCount() > data.remaining() || shape.elementCount() * dtype.byteSize() != data.remaining()) {
            throw Refusal.of(
                    ProblemType.INVALID_TENSOR,
                    null,
                    "%s %s does not take %d bytes".formatted(dtype, shape, data.remaining()));
        }
    }

    /** Makes a tensor of floats, which are copied. */
    public static Tensor ofFloats(Shape shape, float[] values) {
        var data = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new Tensor(DType.F32, shape, data);
    }

    /** Makes a tensor of floats, all 0. */
    public static Tensor zeros(Shape shape) {
        return ofFloats(shape, new float[Math.toIntExact(shape.elementCount())]);
    }

    /** Makes a tensor of longs, which are copied. */
    public static Tensor ofLongs(Shape shape, long[] values) {
        var data = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return new Tensor(DType.I64, shape, data);
    }

    /** Returns the bytes, at their start, little-endian. */
    @Override
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the elements of an F32 tensor as a view. */
    public FloatBuffer floats() {
        requireType("tensor", DType.F32);
        return data().asFloatBuffer();
    }

    /** Returns the elements of an I64 tensor as a view. */
    public LongBuffer longs() {
        requireType("tensor", DType.I64);
        return data().asLongBuffer();
    }

    /** Returns the elements of an F32 tensor as a copy. */
    public float[] toFloatArray() {
        var values = floats();
        var copy = new float[values.remaining()];
        values.get(copy);
        return copy;
    }

    /** Returns this tensor if it has that element type. */
    public Tensor requireType(String name, DType expected) {
        if (dtype != expected) {
            throw invalid(name, "has dtype " + dtype + "; expected " + expected);
        }
        return this;
    }

    /** Returns this tensor if it has that element type and those dimensions; -1 stands for any. */
    public Tensor requireShape(String name, DType expected, long... dims) {
        requireType(name, expected);
        boolean fits = shape.rank() == dims.length;
        for (int i = 0; fits && i < dims.length; i++) {
            fits = dims[i] == -1 || dims[i] == shape.dim(i);
        }
        if (!fits) {
            throw invalid(name, "has shape " + shape + "; expected " + Arrays.toString(dims));
        }
        return this;
    }

    /**
     * Returns this tensor if it holds neither NaN nor infinity; whole numbers never do.
     *
     * @throws Refusal NOT_FINITE that names the tensor and the first such element
     */
    public Tensor requireFinite(String name) {
        long bad = Finiteness.firstNotFinite(this);
        if (bad >= 0) {
            throw Refusal.of(ProblemType.NOT_FINITE, name, name + " is not finite at element " + bad);
        }
        return this;
    }

    private static Refusal invalid(String name, String what) {
        return Refusal.of(ProblemType.INVALID_TENSOR, name, name + " " + what);
    }
}
