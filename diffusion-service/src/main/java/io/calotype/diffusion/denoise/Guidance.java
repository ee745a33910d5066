package io.calotype.diffusion.denoise;

import java.nio.FloatBuffer;

/** Classifier-free guidance (Ho and Salimans 2022), in the order of operations of diffusers. */
final class Guidance {

    private Guidance() {}

    /** Replaces the prompt's prediction by {@code negative + scale * (prompt - negative)}, both from their first element. */
    static void apply(FloatBuffer prompt, FloatBuffer negative, float scale) {
        for (int i = 0; i < prompt.capacity(); i++) {
            float away = negative.get(i);
            prompt.put(i, away + scale * (prompt.get(i) - away));
        }
    }
}
