package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.AncestralSigmas;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Euler steps that go further down than asked and add fresh noise.
 *
 * <p>Source: K. Crowson's k-diffusion, {@code sample_euler_ancestral}; diffusers'
 * {@code EulerAncestralDiscreteScheduler}.
 */
final class EulerAncestralScheduler extends SigmaScheduler {
    private final SigmaTable table;

    private EulerAncestralScheduler(String name, SigmaTable table, Prediction prediction, SchedulerConfig config) {
        super(name, prediction, config);
        this.table = table;
    }

    static Scheduler of(String name, SchedulerConfig config) {
        var table = new SigmaTable(config.without("sigma_min", "sigma_max", "final_sigmas_type"), SigmaSpacing.TRAINED);
        return new EulerAncestralScheduler(name, table, Prediction.withoutSample(config), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.levels(start.steps()).once();
    }

    @Override
    Needs needs() {
        return Needs.NOTHING.with(Needs.Noise.GENERATOR);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float up = AncestralSigmas.up(sigma, image.nextSigma());
        float dt = AncestralSigmas.down(image.nextSigma(), up) - sigma;
        float[] noise = image.memory().noise().next();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] + slope(x[i], output.get(from + i), sigma) * dt + noise[i] * up;
        }
    }
}
