package io.calotype.diffusion.schedule;

/**
 * Amplitudes of signal and noise in latents of unit variance, and the log of their ratio, all from sigma and in float as
 * in diffusers.
 */
public final class LogSnr {
    private LogSnr() {}

    /** Returns the signal's amplitude. */
    public static float alpha(float sigma) {
        return 1 / Float32.sqrt(sigma * sigma + 1);
    }

    /** Returns the noise's amplitude. */
    public static float noise(float sigma) {
        return sigma * alpha(sigma);
    }

    /** Returns the log of the ratio of signal to noise; infinite where there is no noise. */
    public static float lambda(float sigma) {
        float alpha = alpha(sigma);
        return Float32.log(alpha) - Float32.log(sigma * alpha);
    }

    /** Returns how far lambda rises from one sigma to another. */
    public static float rise(float from, float to) {
        return lambda(to) - lambda(from);
    }
}
