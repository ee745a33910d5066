package io.calotype.contracts.tensor;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * What a text means, as a direction: a vector of length 1 in the space of one model pack's text encoder.
 *
 * <p>In JSON it is the Base64 of its elements as little-endian floats of 32 bits.
 */
public final class UnitVector {
    private static final double LENGTH_TOLERANCE = 1e-3;

    private final float[] elements;

    private UnitVector(float[] elements) {
        this.elements = elements;
    }

    /**
     * Returns the direction of a pooled embedding, or nothing for zeros.
     *
     * @param pooled F32 {@code [D]}, D from 1 to {@value Limits#MAX_VECTOR_WIDTH}
     * @throws Refusal INVALID_TENSOR or NOT_FINITE that names the tensor
     */
    public static Optional<UnitVector> of(String name, Tensor pooled) {
        pooled.requireShape(name, DType.F32, -1).requireFinite(name);
        requireWidth(name, pooled.shape().dim(0));
        float[] elements = pooled.toFloatArray();
        double length = length(elements);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (float) (elements[i] / length);
        }
        return length == 0 ? Optional.empty() : Optional.of(new UnitVector(elements));
    }

    /**
     * Reads the text of a field.
     *
     * @throws Refusal INVALID_PARAMETER, LIMIT_EXCEEDED or NOT_FINITE that names the field
     */
    public static UnitVector parse(String field, String base64) {
        var bytes = decode(field, base64);
        if (bytes.length % Float.BYTES != 0) {
            throw invalid(field, "is not made of whole floats");
        }
        requireWidth(field, bytes.length / Float.BYTES);
        var elements = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(elements);
        double length = length(elements);
        if (!Double.isFinite(length)) {
            throw Refusal.of(ProblemType.NOT_FINITE, field, field + " is not finite");
        }
        if (Math.abs(length - 1) > LENGTH_TOLERANCE) {
            throw invalid(field, "has length " + length + "; it must be 1");
        }
        return new UnitVector(elements);
    }

    /** Returns the text that {@link #parse} reads. */
    public String base64() {
        var bytes = ByteBuffer.allocate(elements.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(elements);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Returns D, the number of elements. */
    public int width() {
        return elements.length;
    }

    /** Returns a copy of the elements. */
    public float[] toArray() {
        return elements.clone();
    }

    /**
     * Returns how alike two meanings are, from -1 to 1.
     *
     * @throws IllegalArgumentException if the other has another width
     */
    public double cosine(UnitVector other) {
        if (other.width() != width()) {
            throw new IllegalArgumentException("a vector of " + width() + " and one of " + other.width());
        }
        double dot = 0;
        for (int i = 0; i < elements.length; i++) {
            dot += (double) elements[i] * other.elements[i];
        }
        return Math.max(-1, Math.min(1, dot));
    }

    private static byte[] decode(String field, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid(field, "is not Base64");
        }
    }

    private static void requireWidth(String name, long width) {
        if (width < 1 || width > Limits.MAX_VECTOR_WIDTH) {
            var detail = name + " has " + width + " elements; it must have 1 to " + Limits.MAX_VECTOR_WIDTH;
            throw Refusal.of(ProblemType.LIMIT_EXCEEDED, name, detail);
        }
    }

    private static double length(float[] elements) {
        double square = 0;
        for (float element : elements) {
            square += (double) element * element;
        }
        return Math.sqrt(square);
    }

    private static Refusal invalid(String field, String what) {
        return Refusal.of(ProblemType.INVALID_PARAMETER, field, field + " " + what);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnitVector that && Arrays.equals(elements, that.elements);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(elements);
    }

    @Override
    public String toString() {
        return "UnitVector[" + width() + "]";
    }
}
