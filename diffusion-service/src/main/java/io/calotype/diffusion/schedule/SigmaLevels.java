package io.calotype.diffusion.schedule;

import java.util.function.IntToDoubleFunction;

/**
 * The steps of a way from sigma to sigma.
 *
 * @param timesteps one for each step
 * @param sigmas one for each step, and where the last ends
 * @param initialNoise the standard deviation of the latents at the start
 */
@SuppressWarnings("ArrayRecordComponent") // lives while a table is made
public record SigmaLevels(float[] timesteps, float[] sigmas, float initialNoise) {

    /** Returns the number of steps. */
    public int steps() {
        return timesteps.length;
    }

    /** Returns the table of a rule that calls the model once for each step. */
    public Schedule once() {
        return new Schedule(steps(), timesteps, sigmas, initialNoise);
    }

    /**
     * Returns the table of a rule that calls the model a second time for each step but the last: call 2 k begins step k
     * and call 2 k + 1 ends it. The sigma of call 2 k is that of step k; of call 2 k + 1, that of step k + 1.
     *
     * @param secondTimestep what the model is told at the call that ends a step, by the step
     */
    public Schedule twice(IntToDoubleFunction secondTimestep) {
        var calls = new float[2 * steps() - 1];
        var levels = new float[2 * steps()];
        for (int step = 0; step < steps(); step++) {
            calls[2 * step] = timesteps[step];
            levels[2 * step] = sigmas[step];
            levels[2 * step + 1] = sigmas[step + 1];
            if (step < steps() - 1) {
                calls[2 * step + 1] = (float) secondTimestep.applyAsDouble(step);
            }
        }
        return new Schedule(steps(), calls, levels, initialNoise);
    }
}
