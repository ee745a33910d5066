package io.calotype.diffusion.scheduler;

/** Functions rounded to float at each step, as PyTorch has them on floats; the same bits on every machine. */
final class Float32 {
    private Float32() {}

    static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    static float exp(float value) {
        return (float) StrictMath.exp(value);
    }

    static float expm1(float value) {
        return (float) StrictMath.expm1(value);
    }

    static float log(float value) {
        return (float) StrictMath.log(value);
    }

    /** Returns the level halfway between two in the logarithm; 0 if either is. */
    static float between(float sigma, float other) {
        float from = log(sigma);
        return sigma == 0 || other == 0 ? 0 : exp(from - (from - log(other)) * 0.5f);
    }
}
