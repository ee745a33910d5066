package io.calotype.diffusion.schedule;

/**
 * The numbers of a rule for some count of steps: computed once, never changed, shared by all images that go that way.
 */
public final class Schedule {
    private final int requested;
    private final float[] timesteps;
    private final float[] sigmas;
    private final float initialNoise;
    private final float[][] weights;

    /**
     * Keeps the numbers, which the caller must not change any more.
     *
     * @param requested the steps that were asked for
     * @param timesteps what the model is told, one for each of its calls
     * @param sigmas noise levels, one more than timesteps; empty for a rule that needs none
     * @param initialNoise the standard deviation of the latents at the start
     */
    public Schedule(int requested, float[] timesteps, float[] sigmas, float initialNoise) {
        this(requested, timesteps, sigmas, initialNoise, new float[0][]);
    }

    private Schedule(int requested, float[] timesteps, float[] sigmas, float initialNoise, float[][] weights) {
        this.requested = requested;
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.initialNoise = initialNoise;
        this.weights = weights;
    }

    /** Returns the same with rows of weights of which only the rule knows the meaning. */
    Schedule with(float[][] rows) {
        return new Schedule(requested, timesteps, sigmas, initialNoise, rows);
    }

    float[] weights(int row) {
        return weights[row];
    }

    /** Returns how many steps were asked for. */
    public int requested() {
        return requested;
    }

    /** Returns how often the model is called, which a rule may make differ from what was asked for. */
    public int steps() {
        return timesteps.length;
    }

    /** Returns the timestep of a call of the model. */
    public float timestep(int step) {
        return timesteps[step];
    }

    /** Returns the noise level of a call of the model; one more than there are calls. */
    public float sigma(int step) {
        return sigmas[step];
    }

    /** Returns the highest level. */
    public float highestSigma() {
        float highest = 0;
        for (float sigma : sigmas) {
            highest = Math.max(highest, sigma);
        }
        return highest;
    }

    /** Returns the lowest level above 0. */
    public float lowestSigma() {
        float lowest = Float.POSITIVE_INFINITY;
        for (float sigma : sigmas) {
            lowest = sigma > 0 ? Math.min(lowest, sigma) : lowest;
        }
        return lowest;
    }

    /** Returns the standard deviation of the latents at the start. */
    public float initialNoise() {
        return initialNoise;
    }
}
