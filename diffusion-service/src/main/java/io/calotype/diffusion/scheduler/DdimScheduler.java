package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SignalTable;
import java.nio.FloatBuffer;

/**
 * Steps of denoising diffusion implicit models; with the key {@code eta} above 0 (an argument of the step in diffusers,
 * 0 by default) they add noise.
 *
 * <p>Source: J. Song et al., "Denoising Diffusion Implicit Models" (2020), equation 12; diffusers'
 * {@code DDIMScheduler}.
 */
final class DdimScheduler extends SignalScheduler {
    private final Settings settings;

    private DdimScheduler(String name, SignalTable table, Settings settings, SchedulerConfig config) {
        super(name, table, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        config.requireOff("thresholding");
        var table = SignalTable.of(config);
        var settings = new Settings(
                config.flag("set_alpha_to_one", true) ? 1 : table.noise().alphaCumprod(0),
                Prediction.of(config),
                Clip.of(config, true),
                (float) config.share("eta", 0));
        return new DdimScheduler(name, table, settings, config);
    }

    @Override
    Needs needs() {
        return settings.eta > 0 ? Needs.NOTHING.with(Needs.Noise.GENERATOR) : Needs.NOTHING;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        int timestep = (int) image.timestep();
        int next = timestep - noise.steps() / image.schedule().requested();
        float alpha = noise.alphaCumprod(timestep);
        float nextAlpha = next >= 0 ? noise.alphaCumprod(next) : settings.finalAlpha;
        float signal = Float32.sqrt(alpha);
        float noisy = Float32.sqrt(1 - alpha);
        float nextSignal = Float32.sqrt(nextAlpha);
        float fresh = settings.eta * deviation(alpha, nextAlpha);
        float nextNoisy = Float32.sqrt(1 - nextAlpha - fresh * fresh);
        float clip = settings.clip;
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            float predicted = output.get(from + i);
            float clean = prediction.clean(x[i], predicted, signal, noisy);
            float epsilon = prediction.noise(x[i], predicted, signal, noisy);
            x[i] = nextSignal * Math.min(Math.max(clean, -clip), clip) + nextNoisy * epsilon;
        }
        if (settings.eta > 0) {
            addFresh(image, 1, fresh);
        }
    }

    private static float deviation(float alpha, float nextAlpha) {
        return Float32.sqrt((1 - nextAlpha) / (1 - alpha) * (1 - alpha / nextAlpha));
    }

    /**
     * The settings.
     *
     * @param finalAlpha alpha bar after the last step
     * @param clip the largest magnitude of the picture without noise
     */
    private record Settings(float finalAlpha, Prediction prediction, float clip, float eta) {}
}
