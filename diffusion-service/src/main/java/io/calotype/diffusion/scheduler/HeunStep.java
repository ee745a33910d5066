package io.calotype.diffusion.scheduler;

import java.nio.FloatBuffer;

/**
 * Heun's step: an Euler step, then the same again with the mean of the slopes at both ends.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 1. Registers: the latents at the start of the step, and the slope there.
 */
final class HeunStep {
    static final Needs NEEDS = Needs.registers(2);

    private HeunStep() {}

    /**
     * Takes the half of a step that a call of the model is for.
     *
     * @param slopes the derivative of the latents by sigma, from an index on
     */
    static void take(Trajectory image, FloatBuffer slopes, int from) {
        if (image.beginsStep()) {
            predict(image, slopes, from);
        } else {
            correct(image, slopes, from);
        }
    }

    private static void predict(Trajectory image, FloatBuffer slopes, int from) {
        float dt = image.nextSigma() - image.sigma();
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        float[] first = image.memory().register(1);
        for (int i = 0; i < x.length; i++) {
            start[i] = x[i];
            first[i] = slopes.get(from + i);
            x[i] += first[i] * dt;
        }
    }

    private static void correct(Trajectory image, FloatBuffer slopes, int from) {
        float dt = image.sigma() - image.sigmaBefore();
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        float[] first = image.memory().register(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = start[i] + (first[i] + slopes.get(from + i)) / 2 * dt;
        }
    }
}
