package io.calotype.diffusion.scheduler;

/** What a model of variance-preserving noise predicts; the values of {@code prediction_type}. */
enum Prediction {
    /** The noise in the latents. */
    EPSILON,
    /** The picture without noise. */
    SAMPLE,
    /** T. Salimans and J. Ho, "Progressive Distillation for Fast Sampling of Diffusion Models" (2022), section 4. */
    V_PREDICTION
}
