package io.calotype.diffusion.scheduler;

/**
 * The numbers of a rule for some count of steps: computed once, never changed, shared by all images that go that way.
 */
final class Schedule {
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
    Schedule(int requested, float[] timesteps, float[] sigmas, float initialNoise) {
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

    int requested() {
        return requested;
    }

    /** Returns how often the model is called, which a rule may make differ from what was asked for. */
    int steps() {
        return timesteps.length;
    }

    float timestep(int step) {
        return timesteps[step];
    }

    float sigma(int step) {
        return sigmas[step];
    }

    float highestSigma() {
        float highest = 0;
        for (float sigma : sigmas) {
            highest = Math.max(highest, sigma);
        }
        return highest;
    }

    /** Returns the lowest level above 0. */
    float lowestSigma() {
        float lowest = Float.POSITIVE_INFINITY;
        for (float sigma : sigmas) {
            lowest = sigma > 0 ? Math.min(lowest, sigma) : lowest;
        }
        return lowest;
    }

    float initialNoise() {
        return initialNoise;
    }
}
