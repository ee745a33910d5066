package io.calotype.diffusion.schedule;

/**
 * The weights of a step of DPM-Solver++ from one sigma to the next: of the latents, of the clean picture, of its slope
 * and its curvature over lambda, and of fresh noise.
 *
 * <p>Source: C. Lu et al. (2022), proposition 4.1 and appendix B; diffusers' {@code DPMSolverMultistepScheduler}.
 *
 * @param stochastic whether the equation has a noise term
 * @param exact whether a second-order step integrates the slope exactly, rather than at the midpoint
 */
public record DpmWeights(boolean stochastic, boolean exact) {

    /** Returns the weight of the latents. */
    public float keep(float sigma, float next) {
        float ratio = LogSnr.noise(next) / LogSnr.noise(sigma);
        return stochastic ? ratio * Float32.exp(-LogSnr.rise(sigma, next)) : ratio;
    }

    /** Returns the weight of the clean picture. */
    public float gain(float sigma, float next) {
        return -LogSnr.alpha(next) * decay(sigma, next);
    }

    /** Returns the weight of the slope in a second-order step. */
    public float slopeGain(float sigma, float next) {
        return exact ? exactSlopeGain(sigma, next) : 0.5f * gain(sigma, next);
    }

    /** Returns the weight of the slope, integrated exactly. */
    public float exactSlopeGain(float sigma, float next) {
        float h = reach(sigma, next);
        float decay = decay(sigma, next);
        return LogSnr.alpha(next) * ((stochastic ? -decay / -h : decay / h) + 1);
    }

    /** Returns the weight of the curvature in a third-order step. */
    public float curveGain(float sigma, float next) {
        float h = reach(sigma, next);
        float decay = decay(sigma, next);
        float bracket = stochastic ? (-decay - h) / (h * h) - 0.5f : -((decay + h) / (h * h) - 0.5f);
        return LogSnr.alpha(next) * bracket;
    }

    /** Returns the standard deviation of the fresh noise. */
    public float noise(float sigma, float next) {
        return LogSnr.noise(next) * Float32.sqrt(1 - Float32.exp(-2 * LogSnr.rise(sigma, next)));
    }

    /** Returns how much the exponential falls over the step; negative. */
    private float decay(float sigma, float next) {
        return Float32.exp(-reach(sigma, next)) - 1;
    }

    /** Returns the exponent, which the noise term doubles. */
    private float reach(float sigma, float next) {
        return stochastic ? 2 * LogSnr.rise(sigma, next) : LogSnr.rise(sigma, next);
    }
}
