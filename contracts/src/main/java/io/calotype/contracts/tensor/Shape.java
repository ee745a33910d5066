package io.calotype.contracts.tensor;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import java.util.Arrays;

/** The dimensions of a tensor, outermost first; none for a scalar, at most {@value Limits#MAX_RANK}. */
public final class Shape {
    private final long[] dims;
    private final long elementCount;

    private Shape(long[] dims) {
        this.dims = dims;
        this.elementCount = count(dims);
    }

    /**
     * Makes a shape.
     *
     * @throws Refusal INVALID_TENSOR for a negative dimension, too many of them, or more elements than a long can count
     */
    public static Shape of(long... dims) {
        return new Shape(dims.clone());
    }

    /** Returns the number of dimensions. */
    public int rank() {
        return dims.length;
    }

    /** Returns one dimension, counted from the outermost. */
    public long dim(int i) {
        return dims[i];
    }

    /** Returns the product of all dimensions; 1 for a scalar. */
    public long elementCount() {
        return elementCount;
    }

    /** Returns the dimensions. */
    public long[] toArray() {
        return dims.clone();
    }

    private static long count(long[] dims) {
        if (dims.length > Limits.MAX_RANK) {
            throw invalid("shape has " + dims.length + " dimensions; at most " + Limits.MAX_RANK);
        }
        long count = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw invalid("shape " + Arrays.toString(dims) + " has a negative dimension");
            }
            if (dim != 0 && count > Long.MAX_VALUE / dim) {
                throw invalid("shape " + Arrays.toString(dims) + " has too many elements");
            }
            count *= dim;
        }
        return count;
    }

    private static Refusal invalid(String detail) {
        return Refusal.of(ProblemType.INVALID_TENSOR, null, detail);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dims, that.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
