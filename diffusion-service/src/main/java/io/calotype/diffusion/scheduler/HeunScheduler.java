package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Heun's steps: an Euler step, then the same again with the mean of the slopes at both ends.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 1; diffusers' {@code HeunDiscreteScheduler}. Registers: the latents at the
 * step's begin, and the slope there.
 */
final class HeunScheduler extends SigmaScheduler {
    private static final Needs NEEDS = Needs.registers(2);

    private final Settings settings;

    private HeunScheduler(String name, Settings settings, SchedulerConfig config) {
        super(name, settings.prediction, config);
        this.settings = settings;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var prediction = Prediction.of(config);
        var settings = new Settings(SigmaTable.plain(config, spacing), prediction, Clip.of(config, false));
        return new HeunScheduler(name, settings, config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        var levels = settings.table.levels(start.steps());
        return levels.twice(step -> levels.timesteps()[step + 1]);
    }

    @Override
    int order() {
        return 2;
    }

    @Override
    Needs needs() {
        return NEEDS;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        if (image.step() % 2 == 0) {
            predict(image, output, from);
        } else {
            correct(image, output, from);
        }
    }

    private void predict(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = image.nextSigma() - sigma;
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        float[] slopes = image.memory().register(1);
        for (int i = 0; i < x.length; i++) {
            begin[i] = x[i];
            slopes[i] = clippedSlope(x[i], output.get(from + i), sigma);
            x[i] += slopes[i] * dt;
        }
    }

    private void correct(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = sigma - image.sigmaBefore();
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        float[] slopes = image.memory().register(1);
        for (int i = 0; i < x.length; i++) {
            float slope = (slopes[i] + clippedSlope(x[i], output.get(from + i), sigma)) / 2;
            x[i] = begin[i] + slope * dt;
        }
    }

    private float clippedSlope(float x, float y, float sigma) {
        float clean = prediction.atSigma(x, y, sigma);
        return (x - Math.min(Math.max(clean, -settings.clip), settings.clip)) / sigma;
    }

    private record Settings(SigmaTable table, Prediction prediction, float clip) {}
}
