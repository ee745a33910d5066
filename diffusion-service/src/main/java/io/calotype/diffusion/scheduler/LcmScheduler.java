package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SignalTable;
import java.nio.FloatBuffer;

/**
 * Steps of latent consistency models: straight to the picture, and with fresh noise back to the next timestep.
 *
 * <p>Source: S. Luo et al., "Latent Consistency Models" (2023), algorithm 3; diffusers' {@code LCMScheduler}.
 */
final class LcmScheduler extends SignalScheduler {
    private static final float DATA_VARIANCE = 0.25f;

    private final Settings settings;

    private LcmScheduler(String name, SignalTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        config.requireOff("thresholding");
        var table = SignalTable.distilled(config);
        var settings = new Settings(
                Prediction.of(config), Clip.of(config, false), (float) config.number("timestep_scaling", 10));
        return new LcmScheduler(name, table, settings, config);
    }

    @Override
    Needs needs() {
        return Needs.NOTHING.with(Needs.Noise.GENERATOR);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float alpha = noise.alphaCumprod((int) image.timestep());
        float signal = Float32.sqrt(alpha);
        float noisy = Float32.sqrt(1 - alpha);
        float scaled = image.timestep() * settings.timestepScaling;
        float variance = scaled * scaled + DATA_VARIANCE;
        float skip = DATA_VARIANCE / variance;
        float gain = scaled / Float32.sqrt(variance);
        float clip = settings.clip;
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float clean = prediction.clean(x[i], output.get(from + i), signal, noisy);
            x[i] = gain * Math.min(Math.max(clean, -clip), clip) + skip * x[i];
        }
        if (image.step() < image.steps() - 1) {
            float nextAlpha = noise.alphaCumprod((int) image.schedule().timestep(image.step() + 1));
            renoise(image, nextAlpha);
        }
    }

    /**
     * The settings.
     *
     * @param clip the largest magnitude of the picture without noise
     */
    private record Settings(Prediction prediction, float clip, float timestepScaling) {}
}
