package io.calotype.diffusion.schedule;

/** The numbers of a scheduler for one count of steps: computed once, never changed, shared by all images that take them. */
public final class Schedule {
    private final int requested;
    private final Calls calls;
    private final float initialNoise;
    private final float[][] weights;

    /**
     * Keeps the numbers, which the caller must not change any more.
     *
     * @param requested the steps that the prompt requests
     * @param initialNoise the standard deviation of the latents at the start
     */
    Schedule(int requested, Calls calls, float initialNoise) {
        this(requested, calls, initialNoise, new float[0][]);
    }

    private Schedule(int requested, Calls calls, float initialNoise, float[][] weights) {
        this.requested = requested;
        this.calls = calls;
        this.initialNoise = initialNoise;
        this.weights = weights;
    }

    /**
     * What belongs to the calls of the model.
     *
     * @param perStep 1, or 2 if the model is called a second time for each step but the last
     * @param timesteps the model's input, one for each call
     * @param sigmas noise levels, one more than timesteps; empty for a scheduler that needs none
     * @param inputSigmas noise levels of the latents that the model sees, as many as {@code sigmas}
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares calls
    record Calls(int perStep, float[] timesteps, float[] sigmas, float[] inputSigmas) {

        /** Returns the calls of a scheduler with one for each step. */
        static Calls each(float[] timesteps, float[] sigmas) {
            return new Calls(1, timesteps, sigmas, sigmas);
        }
    }

    /** Returns the same with rows of weights whose meaning only the scheduler knows. */
    Schedule with(float[][] rows) {
        return new Schedule(requested, calls, initialNoise, rows);
    }

    float[] weights(int row) {
        return weights[row];
    }

    /** Returns the requested number of steps. */
    public int requested() {
        return requested;
    }

    /** Returns the number of calls of the model, which may differ from the requested steps. */
    public int steps() {
        return calls.timesteps.length;
    }

    /** Returns how often the model is called for each step, the last excepted. */
    public int callsPerStep() {
        return calls.perStep;
    }

    /** Returns the timestep of a call of the model. */
    public float timestep(int call) {
        return calls.timesteps[call];
    }

    /** Returns the noise level that a call of the model starts from; one more than there are calls. */
    public float sigma(int call) {
        return calls.sigmas[call];
    }

    /** Returns the noise level of the latents that a call of the model sees; one more than there are calls. */
    public float inputSigma(int call) {
        return calls.inputSigmas[call];
    }

    /** Returns the highest level. */
    public float highestSigma() {
        float highest = 0;
        for (float sigma : calls.sigmas) {
            highest = Math.max(highest, sigma);
        }
        return highest;
    }

    /** Returns the lowest level above 0. */
    public float lowestSigma() {
        float lowest = Float.POSITIVE_INFINITY;
        for (float sigma : calls.sigmas) {
            lowest = sigma > 0 ? Math.min(lowest, sigma) : lowest;
        }
        return lowest;
    }

    /** Returns the standard deviation of the latents at the start. */
    public float initialNoise() {
        return initialNoise;
    }
}
