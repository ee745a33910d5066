package io.calotype.diffusion.denoise;

import java.nio.FloatBuffer;

/**
 * Classifier-free guidance in the order of operations of diffusers.
 *
 * <p>Source: J. Ho and T. Salimans, "Classifier-Free Diffusion Guidance" (2022); S. Lin et al., "Common Diffusion Noise
 * Schedules and Sample Steps are Flawed" (2023), section 3.4, for the rescaling.
 *
 * @param scale how far the prediction is pushed from the negative prompt's towards the prompt's
 * @param rescale 0 to 1, how far the result is rescaled to the standard deviation of the prompt's own prediction
 */
public record Guidance(float scale, float rescale) {

    /** Replaces the prompt's prediction by the guided one, both from their first element. */
    void apply(FloatBuffer prompt, FloatBuffer negative) {
        double spread = rescale > 0 ? deviation(prompt) : 0;
        for (int i = 0; i < prompt.capacity(); i++) {
            float away = negative.get(i);
            prompt.put(i, away + scale * (prompt.get(i) - away));
        }
        if (spread > 0) {
            giveBack(prompt, (float) (spread / deviation(prompt)));
        }
    }

    private void giveBack(FloatBuffer guided, float factor) {
        for (int i = 0; i < guided.capacity(); i++) {
            float value = guided.get(i);
            guided.put(i, rescale * (value * factor) + (1 - rescale) * value);
        }
    }

    /** Returns the standard deviation with Bessel's correction. */
    private static double deviation(FloatBuffer values) {
        int count = values.capacity();
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += values.get(i);
        }
        mean /= count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double away = values.get(i) - mean;
            squares += away * away;
        }
        return Math.sqrt(squares / (count - 1));
    }
}
