package io.calotype.diffusion.scheduler;

/**
 * The weights of a step of DPM-Solver++ from one sigma to the next: of the latents, of the clean picture, of its slope
 * and its curvature over lambda, and of fresh noise.
 *
 * <p>Source: C. Lu et al. (2022), proposition 4.1 and appendix B; diffusers' {@code DPMSolverMultistepScheduler}.
 *
 * @param stochastic whether the equation has a noise term
 * @param exact whether a second-order step integrates the slope exactly, rather than at the midpoint
 */
record DpmWeights(boolean stochastic, boolean exact) {

    float keep(float sigma, float next) {
        float ratio = LogSnrRule.noise(next) / LogSnrRule.noise(sigma);
        return stochastic ? ratio * Float32.exp(-step(sigma, next)) : ratio;
    }

    float gain(float sigma, float next) {
        return -LogSnrRule.alpha(next) * decay(sigma, next);
    }

    float slopeGain(float sigma, float next) {
        return exact ? exactSlopeGain(sigma, next) : 0.5f * gain(sigma, next);
    }

    float exactSlopeGain(float sigma, float next) {
        float h = reach(sigma, next);
        float decay = decay(sigma, next);
        return LogSnrRule.alpha(next) * ((stochastic ? -decay / -h : decay / h) + 1);
    }

    float curveGain(float sigma, float next) {
        float h = reach(sigma, next);
        float decay = decay(sigma, next);
        float bracket = stochastic ? (-decay - h) / (h * h) - 0.5f : -((decay + h) / (h * h) - 0.5f);
        return LogSnrRule.alpha(next) * bracket;
    }

    float noise(float sigma, float next) {
        return LogSnrRule.noise(next) * Float32.sqrt(1 - Float32.exp(-2 * step(sigma, next)));
    }

    /** How much of the exponential is gone over the step, negative. */
    private float decay(float sigma, float next) {
        return Float32.exp(-reach(sigma, next)) - 1;
    }

    /** The exponent: with the noise term the picture comes in twice as fast. */
    private float reach(float sigma, float next) {
        return stochastic ? 2 * step(sigma, next) : step(sigma, next);
    }

    private static float step(float sigma, float next) {
        return LogSnrRule.lambda(next) - LogSnrRule.lambda(sigma);
    }
}
