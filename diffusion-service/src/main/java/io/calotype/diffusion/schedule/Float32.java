package io.calotype.diffusion.schedule;

/** Functions rounded to float at each step, as PyTorch has them on floats; the same bits on every machine. */
public final class Float32 {
    private Float32() {}

    /** Returns the square root. */
    public static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    /** Returns e to the power of the value. */
    public static float exp(float value) {
        return (float) StrictMath.exp(value);
    }

    /** Returns e to the power of the value, less 1. */
    public static float expm1(float value) {
        return (float) StrictMath.expm1(value);
    }

    /** Returns the natural logarithm. */
    public static float log(float value) {
        return (float) StrictMath.log(value);
    }
}
