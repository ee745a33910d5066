package io.calotype.diffusion.schedule;

/**
 * The timesteps of PNDM's calls of the model.
 *
 * <p>Source: diffusers' {@code PNDMScheduler.set_timesteps}.
 */
public final class PndmTimesteps {
    private static final int RUNGE_KUTTA_STEPS = 3;

    private PndmTimesteps() {}

    /** Returns the timesteps with the second one twice, since the first step is repeated with the mean of its ends. */
    public static float[] multistep(float[] down) {
        if (down.length == 1) {
            return down;
        }
        var calls = new float[down.length + 1];
        calls[0] = down[0];
        System.arraycopy(down, 1, calls, 2, down.length - 1);
        calls[1] = down[1];
        return calls;
    }

    /** Returns four calls for each of three steps - start, twice the middle, end - and then one for each step left. */
    public static float[] rungeKuttaFirst(float[] down, int half) {
        int callsBefore = 4 * RUNGE_KUTTA_STEPS;
        var calls = new float[callsBefore + down.length - RUNGE_KUTTA_STEPS];
        for (int step = 0; step < RUNGE_KUTTA_STEPS; step++) {
            calls[4 * step] = down[step];
            calls[4 * step + 1] = down[step + 1] + half;
            calls[4 * step + 2] = down[step + 1] + half;
            calls[4 * step + 3] = down[step + 1];
        }
        System.arraycopy(down, RUNGE_KUTTA_STEPS, calls, callsBefore, down.length - RUNGE_KUTTA_STEPS);
        return calls;
    }
}
