package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Heun's steps from sigma to sigma, on pictures that may be clipped.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 1; diffusers' {@code HeunDiscreteScheduler}.
 */
final class HeunScheduler extends SigmaScheduler {
    private final float clip;

    private HeunScheduler(String name, Table table, float clip, SchedulerConfig config) {
        super(name, table, config);
        this.clip = clip;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var table = new Table(SigmaTable.plain(config, spacing), Prediction.of(config));
        return new HeunScheduler(name, table, Clip.of(config, false), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return sigmas.levels(start.steps()).endsTwice();
    }

    @Override
    Needs needs() {
        return HeunStep.NEEDS;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            output.put(from + i, clippedSlope(x[i], output.get(from + i), sigma));
        }
        HeunStep.take(image, output, from);
    }

    private float clippedSlope(float x, float y, float sigma) {
        float clean = prediction.atSigma(x, y, sigma);
        return (x - Math.min(Math.max(clean, -clip), clip)) / sigma;
    }
}
