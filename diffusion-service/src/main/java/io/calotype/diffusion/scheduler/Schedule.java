package io.calotype.diffusion.scheduler;

/**
 * The numbers of a rule for some count of steps: computed once, never changed, shared by all images that go that way.
 */
final class Schedule {
    private final int requested;
    private final float[] timesteps;
    private final float[] sigmas;
    private final float initialNoise;

    /**
     * Keeps the numbers, which the caller must not change any more.
     *
     * @param requested the steps that were asked for
     * @param timesteps what the model is told, one for each of its calls
     * @param sigmas noise levels, one more than timesteps; empty for a rule that needs none
     * @param initialNoise the standard deviation of the latents at the start
     */
    Schedule(int requested, float[] timesteps, float[] sigmas, float initialNoise) {
        this.requested = requested;
        this.timesteps = timesteps;
        this.sigmas = sigmas;
        this.initialNoise = initialNoise;
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

    float initialNoise() {
        return initialNoise;
    }
}
