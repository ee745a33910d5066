package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Euler steps from sigma to sigma, with latents that grow with the noise.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 2 without churn; diffusers' {@code EulerDiscreteScheduler}.
 */
final class EulerScheduler extends SigmaScheduler {
    private EulerScheduler(String name, Table table, SchedulerConfig config) {
        super(name, table, config);
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        config.oneOf("interpolation_type", "linear", List.of("linear"));
        config.oneOf("timestep_type", "discrete", List.of("discrete"));
        var table = new Table(new SigmaTable(config, spacing), Prediction.of(config));
        return new EulerScheduler(name, table, config);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = image.nextSigma() - sigma;
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] += slope(x[i], output.get(from + i), sigma) * dt;
        }
    }
}
