package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.AncestralSigmas;
import io.calotype.diffusion.schedule.Midpoint;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Midpoint steps: the slope halfway in the logarithm of sigma takes the whole step. The ancestral ones step below the
 * next level and add fresh noise.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 2, as in K. Crowson's k-diffusion, {@code sample_dpm_2} and
 * {@code sample_dpm_2_ancestral}; diffusers' {@code KDPM2DiscreteScheduler} and {@code KDPM2AncestralDiscreteScheduler}.
 * Register: the latents at the start of the step.
 */
final class Dpm2Scheduler extends SigmaScheduler {
    private static final Needs NEEDS = Needs.registers(1);
    private static final Needs ANCESTRAL_NEEDS = NEEDS.with(Needs.Noise.GENERATOR);

    private final boolean ancestral;

    private Dpm2Scheduler(String name, Table table, boolean ancestral, SchedulerConfig config) {
        super(name, table, config);
        this.ancestral = ancestral;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        return new Dpm2Scheduler(name, table(config, spacing), false, config);
    }

    static Scheduler ancestral(String name, SchedulerConfig config, SigmaSpacing spacing) {
        return new Dpm2Scheduler(name, table(config, spacing), true, config);
    }

    private static Table table(SchedulerConfig config, SigmaSpacing spacing) {
        return new Table(SigmaTable.plain(config, spacing), Prediction.withoutSample(config));
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return sigmas.wholeMidpoints(start.steps(), ancestral ? Midpoint.ANCESTRAL : Midpoint.LOGARITHMIC);
    }

    @Override
    Needs needs() {
        return ancestral ? ANCESTRAL_NEEDS : NEEDS;
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        if (image.beginsStep()) {
            goHalfway(image, output, from);
        } else {
            goWhole(image, output, from);
        }
    }

    private void goHalfway(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigma();
        float dt = image.midpointSigma() - sigma;
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            start[i] = x[i];
            x[i] += slope(x[i], output.get(from + i), sigma) * dt;
        }
    }

    private void goWhole(Trajectory image, FloatBuffer output, int from) {
        float sigma = image.sigmaBefore();
        float middle = image.midpointSigma();
        float up = ancestral ? AncestralSigmas.up(sigma, image.sigma()) : 0;
        float dt = (ancestral ? AncestralSigmas.down(image.sigma(), up) : image.sigma()) - sigma;
        float[] x = image.latents();
        float[] start = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            x[i] = start[i] + slope(x[i], output.get(from + i), middle) * dt;
        }
        if (ancestral) {
            addFresh(image, 1, up);
        }
    }
}
