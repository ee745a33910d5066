package io.calotype.diffusion.schedule;

/**
 * The strength of a dynamic shift by the picture's size and the number of steps: one line over the size holds at 10 steps,
 * another at 200, and what is between follows the steps.
 *
 * <p>Source: diffusers' {@code compute_empirical_mu} of FLUX.2; there a token is one of the latents.
 */
final class StepShift {

    private static final double FEW_STEPS = 10;
    private static final double FEW_SLOPE = 8.73809524e-05;
    private static final double FEW_START = 1.89833333;

    private static final double MANY_STEPS = 200;
    private static final double MANY_SLOPE = 0.00016927;
    private static final double MANY_START = 0.45666666;

    private static final long LARGE = 4300; // tokens, beyond which the number of steps does not count

    private StepShift() {}

    static double mu(TrajectoryStart start) {
        long tokens = start.latents().dim(1) * start.latents().dim(2);
        double many = MANY_SLOPE * tokens + MANY_START;
        if (tokens > LARGE) {
            return many;
        }
        double few = FEW_SLOPE * tokens + FEW_START;
        double perStep = (many - few) / (MANY_STEPS - FEW_STEPS);
        return many + perStep * (start.steps() - MANY_STEPS);
    }
}
