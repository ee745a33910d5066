package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SignalTable;
import java.nio.FloatBuffer;

/**
 * Steps of trajectory consistency distillation: to a timestep beyond the next, and with fresh noise back to it. The key
 * {@code eta} (an argument of the step in diffusers, 0.3 by default) determines how far beyond.
 *
 * <p>Source: J. Zheng et al., "Trajectory Consistency Distillation" (2024), algorithm 4; diffusers' {@code TCDScheduler}.
 */
final class TcdScheduler extends SignalScheduler {
    private final Settings settings;

    private TcdScheduler(String name, SignalTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        config.requireOff("thresholding");
        var table = SignalTable.distilled(config);
        var settings = new Settings(Prediction.of(config), config.share("eta", 0.3));
        return new TcdScheduler(name, table, settings, config);
    }

    @Override
    Needs needs() {
        return settings.eta > 0 ? Needs.NOTHING.with(Needs.Noise.GENERATOR) : Needs.NOTHING;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        boolean last = image.step() == image.steps() - 1;
        int next = last ? 0 : (int) image.schedule().timestep(image.step() + 1);
        int beyond = (int) Math.floor((float) (1 - settings.eta) * next);
        float alpha = noise.alphaCumprod((int) image.timestep());
        float signal = Float32.sqrt(alpha);
        float noisy = Float32.sqrt(1 - alpha);
        float beyondAlpha = noise.alphaCumprod(beyond);
        float beyondSignal = Float32.sqrt(beyondAlpha);
        float beyondNoisy = Float32.sqrt(1 - beyondAlpha);
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float predicted = output.get(from + i);
            float clean = prediction.clean(x[i], predicted, signal, noisy);
            x[i] = beyondSignal * clean + beyondNoisy * prediction.noise(x[i], predicted, signal, noisy);
        }
        if (settings.eta > 0 && !last) {
            renoise(image, noise.alphaCumprod(next) / beyondAlpha);
        }
    }

    private record Settings(Prediction prediction, double eta) {}
}
