package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.AncestralSigmas;
import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.MidpointTable;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Midpoint steps that go further down than asked and add fresh noise.
 *
 * <p>Source: K. Crowson's k-diffusion, {@code sample_dpm_2_ancestral}; diffusers' {@code KDPM2AncestralDiscreteScheduler}.
 * Register: the latents at the step's begin.
 */
final class Dpm2AncestralScheduler extends MidpointScheduler {
    private static final Needs NEEDS = Needs.registers(1).with(Needs.Noise.GENERATOR);

    private final MidpointTable table;

    private Dpm2AncestralScheduler(String name, MidpointTable table, Prediction prediction, SchedulerConfig config) {
        super(name, prediction, config);
        this.table = table;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var table = new MidpointTable(SigmaTable.plain(config, spacing));
        return new Dpm2AncestralScheduler(name, table, Prediction.withoutSample(config), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.schedule(start.steps(), this::middle);
    }

    @Override
    Needs needs() {
        return NEEDS;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        if (image.step() % 2 == 0) {
            goHalfway(image, output, from);
        } else {
            goWhole(image, output, from);
        }
    }

    private void goHalfway(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = middle(sigma, image.nextSigma()) - sigma;
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            begin[i] = x[i];
            x[i] += slope(x[i], output.get(from + i), sigma) * dt;
        }
    }

    private void goWhole(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigmaBefore();
        float middle = middle(sigma, image.sigma());
        float up = AncestralSigmas.up(sigma, image.sigma());
        float dt = AncestralSigmas.down(image.sigma(), up) - sigma;
        float[] noise = image.memory().noise().next();
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            x[i] = begin[i] + slope(x[i], output.get(from + i), middle) * dt + noise[i] * up;
        }
    }

    @Override
    float middle(float from, float to) {
        return Float32.between(AncestralSigmas.down(to, AncestralSigmas.up(from, to)), from);
    }
}
