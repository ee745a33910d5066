package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.nio.FloatBuffer;

/**
 * Deterministic steps of denoising diffusion implicit models (eta 0).
 *
 * <p>Source: J. Song et al., "Denoising Diffusion Implicit Models" (2020), equation 12; diffusers'
 * {@code DDIMScheduler}.
 */
final class DdimScheduler extends TabulatedScheduler {
    private final Settings settings;

    private DdimScheduler(String name, Settings settings, SchedulerConfig config) {
        super(name, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        config.requireOff("thresholding");
        var noise = TrainedNoise.of(config);
        var settings = new Settings(
                noise,
                config.choice("timestep_spacing", TimestepSpacing.LEADING),
                config.whole("steps_offset", 0),
                config.flag("set_alpha_to_one", true) ? 1 : noise.alphaCumprod(0),
                config.choice("prediction_type", Prediction.EPSILON),
                config.flag("clip_sample", true)
                        ? (float) config.number("clip_sample_range", 1)
                        : Float.POSITIVE_INFINITY);
        return new DdimScheduler(name, settings, config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        int steps = start.steps();
        int trained = settings.noise.steps();
        StepLimit.check(steps, trained);
        var at = settings.spacing.descending(trained - 1, steps, (double) trained / steps, settings.offset);
        var timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (float) Math.rint(at[i]);
        }
        if (timesteps[0] >= trained || timesteps[steps - 1] < 0) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "steps",
                    "with " + steps + " steps this scheduler goes outside of the " + trained + " trained timesteps");
        }
        return new Schedule(steps, timesteps, new float[0], 1);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        var noise = settings.noise;
        int timestep = (int) image.timestep();
        int next = timestep - noise.steps() / image.schedule().requested();
        float alpha = noise.alphaCumprod(timestep);
        float nextAlpha = next >= 0 ? noise.alphaCumprod(next) : settings.finalAlpha;
        float signal = sqrt(alpha);
        float noisy = sqrt(1 - alpha);
        float nextSignal = sqrt(nextAlpha);
        float nextNoisy = sqrt(1 - nextAlpha);
        float clip = settings.clip;
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float predicted = output.get(from + i);
            float clean =
                    switch (settings.prediction) {
                        case EPSILON -> (x[i] - noisy * predicted) / signal;
                        case SAMPLE -> predicted;
                        case V_PREDICTION -> signal * x[i] - noisy * predicted;
                    };
            float epsilon =
                    switch (settings.prediction) {
                        case EPSILON -> predicted;
                        case SAMPLE -> (x[i] - signal * clean) / noisy;
                        case V_PREDICTION -> signal * predicted + noisy * x[i];
                    };
            x[i] = nextSignal * Math.min(Math.max(clean, -clip), clip) + nextNoisy * epsilon;
        }
    }

    private static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    /**
     * What the configuration says.
     *
     * @param finalAlpha alpha bar after the last step
     * @param clip the largest magnitude of the picture without noise
     */
    private record Settings(
            TrainedNoise noise,
            TimestepSpacing spacing,
            int offset,
            float finalAlpha,
            Prediction prediction,
            float clip) {}
}
