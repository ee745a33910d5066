package io.calotype.diffusion.denoise;

/**
 * A guidance scale as a latent consistency model takes it: the sinusoids of a timestep, of {@code 1000 * (scale - 1)}.
 *
 * <p>Source: diffusers, {@code get_guidance_scale_embedding}, in its 32-bit arithmetic; S. Luo et al., "Latent Consistency
 * Models" (2023).
 */
public final class GuidanceEmbedding {

    private static final float FURTHEST = 1000;
    private static final float SLOWEST = (float) Math.log(10_000);

    private GuidanceEmbedding() {}

    /** Returns the embedding of a scale: sines, cosines and, for an odd width, a zero. */
    public static float[] of(float scale, int width) {
        float[] embedding = new float[width];
        int half = width / 2;
        float falling = SLOWEST / (half - 1);
        float angle = (scale - 1) * FURTHEST;
        for (int i = 0; i < half; i++) {
            float frequency = (float) Math.exp(i * -falling);
            embedding[i] = (float) Math.sin(angle * frequency);
            embedding[half + i] = (float) Math.cos(angle * frequency);
        }
        return embedding;
    }
}
