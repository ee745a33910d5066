package io.calotype.diffusion.schedule;

/**
 * How an ancestral step from sigma to sigma is split into a deterministic part, further down, and fresh noise.
 *
 * <p>Source: J. Ho et al. (2020), equation 7, in the form of K. Crowson's k-diffusion.
 */
public final class AncestralSigmas {
    private AncestralSigmas() {}

    /** Returns the standard deviation of the fresh noise. */
    public static float up(float from, float to) {
        float square = to * to * (from * from - to * to) / (from * from);
        return Float32.sqrt(square);
    }

    /** Returns where the deterministic part goes. */
    public static float down(float to, float up) {
        return Float32.sqrt(to * to - up * up);
    }
}
