package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.AncestralSigmas;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import java.nio.FloatBuffer;

/**
 * Euler steps that go below the next level and add fresh noise.
 *
 * <p>Source: K. Crowson's k-diffusion, {@code sample_euler_ancestral}; diffusers'
 * {@code EulerAncestralDiscreteScheduler}.
 */
final class EulerAncestralScheduler extends SigmaScheduler {
    private EulerAncestralScheduler(String name, Table table, SchedulerConfig config) {
        super(name, table, config);
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var plain = config.without("sigma_min", "sigma_max", "final_sigmas_type");
        var table = new Table(new SigmaTable(plain, spacing), Prediction.withoutSample(config));
        return new EulerAncestralScheduler(name, table, config);
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
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] += slope(x[i], output.get(from + i), sigma) * dt;
        }
        addFresh(image, 1, up);
    }
}
