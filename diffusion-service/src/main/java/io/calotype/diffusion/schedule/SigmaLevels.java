package io.calotype.diffusion.schedule;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The steps from sigma to sigma.
 *
 * @param timesteps one for each step
 * @param sigmas one for each step, and where the last ends
 * @param initialNoise the standard deviation of the latents at the start
 */
@SuppressWarnings("ArrayRecordComponent") // lives while a table is made
public record SigmaLevels(float[] timesteps, float[] sigmas, float initialNoise) {

    private int steps() {
        return timesteps.length;
    }

    /** Returns the schedule with one call of the model for each step. */
    public Schedule once() {
        return new Schedule(steps(), Schedule.Calls.each(timesteps, sigmas), initialNoise);
    }

    /**
     * Returns the schedule with a second call of the model at the end of each step but the last: call 2 k starts step k
     * and call 2 k + 1 ends it. The sigma of call 2 k is that of step k; of call 2 k + 1, that of step k + 1.
     */
    public Schedule endsTwice() {
        var second = Arrays.copyOfRange(timesteps, 1, steps() + 1);
        var ends = Arrays.copyOfRange(sigmas, 1, steps() + 1);
        return twice(second, interleave(sigmas, ends));
    }

    /**
     * Returns the schedule with a second call of the model within each step but the last; the sigmas are those of
     * {@link #endsTwice()}, but the model sees latents of the midpoint's.
     *
     * @param timestep returns the timestep of a sigma
     */
    Schedule midpoints(Midpoint midpoint, DoubleUnaryOperator timestep) {
        var middles = new float[steps()];
        var second = new float[steps()];
        for (int step = 0; step < steps(); step++) {
            middles[step] = midpoint.between(sigmas[step], sigmas[step + 1]);
            second[step] = (float) timestep.applyAsDouble(middles[step]);
        }
        return twice(second, interleave(sigmas, middles));
    }

    private Schedule twice(float[] second, float[] inputs) {
        var ends = Arrays.copyOfRange(sigmas, 1, steps() + 1);
        var calls = Arrays.copyOf(interleave(timesteps, second), 2 * steps() - 1);
        return new Schedule(steps(), new Schedule.Calls(2, calls, interleave(sigmas, ends), inputs), initialNoise);
    }

    /** Returns the firsts and seconds in turn, as many as there are seconds. */
    private static float[] interleave(float[] firsts, float[] seconds) {
        var both = new float[2 * seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            both[2 * i] = firsts[i];
            both[2 * i + 1] = seconds[i];
        }
        return both;
    }

    /** Returns the same with each timestep rounded to a whole number. */
    SigmaLevels withWholeTimesteps() {
        var whole = new float[steps()];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (float) Math.rint(timesteps[i]);
        }
        return new SigmaLevels(whole, sigmas, initialNoise);
    }
}
