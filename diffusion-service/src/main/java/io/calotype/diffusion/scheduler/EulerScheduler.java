package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Euler steps from sigma to sigma, with latents that grow with the noise.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 2 without churn; diffusers' {@code EulerDiscreteScheduler}.
 */
final class EulerScheduler extends SigmaScheduler {
    private final SigmaTable table;

    EulerScheduler(String name, SigmaTable table, Prediction prediction, SchedulerConfig config) {
        super(name, prediction, config);
        this.table = table;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        config.oneOf("interpolation_type", "linear", List.of("linear"));
        config.oneOf("timestep_type", "discrete", List.of("discrete"));
        return new EulerScheduler(name, new SigmaTable(config, spacing), Prediction.of(config), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.levels(start.steps()).once();
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
