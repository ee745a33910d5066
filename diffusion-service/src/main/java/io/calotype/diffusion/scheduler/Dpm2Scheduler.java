package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.MidpointTable;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Midpoint steps: the slope halfway in the logarithm of sigma takes the whole step.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 2, as in K. Crowson's k-diffusion, {@code sample_dpm_2}; diffusers'
 * {@code KDPM2DiscreteScheduler}. Register: the latents at the step's begin.
 */
final class Dpm2Scheduler extends MidpointScheduler {
    private static final Needs NEEDS = Needs.registers(1);

    private final MidpointTable table;

    private Dpm2Scheduler(String name, MidpointTable table, Prediction prediction, SchedulerConfig config) {
        super(name, prediction, config);
        this.table = table;
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        var table = new MidpointTable(SigmaTable.plain(config, spacing));
        return new Dpm2Scheduler(name, table, Prediction.withoutSample(config), config);
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
    float middle(float from, float to) {
        return Float32.between(from, to);
    }

    @Override
    void advance(Trajectory image, FloatBuffer output, int from) {
        boolean begins = image.step() % 2 == 0;
        float sigma = begins ? image.sigma() : image.sigmaBefore();
        float target = begins ? image.nextSigma() : image.sigma();
        float middle = middle(sigma, target);
        float at = begins ? sigma : middle;
        float dt = (begins ? middle : target) - sigma;
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        for (int i = 0; i < x.length; i++) {
            float slope = slope(x[i], output.get(from + i), at);
            begin[i] = begins ? x[i] : begin[i];
            x[i] = begin[i] + slope * dt;
        }
    }
}
