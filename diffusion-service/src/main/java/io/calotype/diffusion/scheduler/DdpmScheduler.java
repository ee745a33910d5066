package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SignalTable;
import java.nio.FloatBuffer;

/**
 * Steps of denoising diffusion probabilistic models: the mean of the posterior, and noise.
 *
 * <p>Source: J. Ho et al. (2020), equations 6 and 7; diffusers' {@code DDPMScheduler}.
 */
final class DdpmScheduler extends SignalScheduler {
    private static final float LEAST_VARIANCE = 1e-20f;

    private final Settings settings;

    private DdpmScheduler(String name, SignalTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        config.requireOff("thresholding");
        var table = SignalTable.of(config);
        var settings = new Settings(
                Prediction.of(config), Clip.of(config, true), config.choice("variance_type", Variance.FIXED_SMALL));
        return new DdpmScheduler(name, table, settings, config);
    }

    @Override
    Needs needs() {
        return Needs.NOTHING.with(Needs.Noise.GENERATOR);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        int timestep = (int) image.timestep();
        boolean last = image.step() == image.steps() - 1;
        float alpha = noise.alphaCumprod(timestep);
        float nextAlpha = last ? 1 : noise.alphaCumprod((int) image.schedule().timestep(image.step() + 1));
        float stepAlpha = alpha / nextAlpha;
        float gain = Float32.sqrt(nextAlpha) * (1 - stepAlpha) / (1 - alpha);
        float keep = Float32.sqrt(stepAlpha) * (1 - nextAlpha) / (1 - alpha);
        float signal = Float32.sqrt(alpha);
        float noisy = Float32.sqrt(1 - alpha);
        float clip = settings.clip;
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float clean = prediction.clean(x[i], output.get(from + i), signal, noisy);
            x[i] = gain * Math.min(Math.max(clean, -clip), clip) + keep * x[i];
        }
        if (timestep > 0) {
            addFresh(image, 1, deviation(alpha, nextAlpha));
        }
    }

    private float deviation(float alpha, float nextAlpha) {
        float large = 1 - alpha / nextAlpha;
        float small = Math.max((1 - nextAlpha) / (1 - alpha) * large, LEAST_VARIANCE);
        return Float32.sqrt(settings.variance == Variance.FIXED_LARGE ? large : small);
    }

    /** The values of {@code variance_type} that need no prediction of the variance. */
    private enum Variance {
        FIXED_SMALL,
        /** The same, with the square root taken in the logarithm. */
        FIXED_SMALL_LOG,
        FIXED_LARGE
    }

    /**
     * The settings.
     *
     * @param clip the largest magnitude of the picture without noise
     */
    private record Settings(Prediction prediction, float clip, Variance variance) {}
}
