package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.FlowSigmas;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Heun's steps along the velocity that a flow-matching model predicts.
 *
 * <p>Source: T. Karras et al. (2022), algorithm 1; diffusers' {@code FlowMatchHeunDiscreteScheduler}, which knows of all
 * ways to place the levels only the constant shift. Registers: the latents at the step's begin, and the velocity there.
 */
final class FlowMatchHeunScheduler extends FlowScheduler {

    private static final Needs NEEDS = Needs.registers(2);

    private FlowMatchHeunScheduler(String name, FlowSigmas sigmas, SchedulerConfig config) {
        super(name, sigmas, config);
    }

    static Scheduler of(String name, SchedulerConfig config) {
        var plain = config.without("use_dynamic_shifting", "shift_terminal", "invert_sigmas", "stochastic_sampling");
        return new FlowMatchHeunScheduler(name, new FlowSigmas(plain, SigmaSpacing.TRAINED), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        var levels = levels(start);
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
    void advance(Trajectory image, FloatBuffer velocity, int from) {
        boolean begins = image.step() % 2 == 0;
        float sigma = image.sigma();
        float dt = begins ? image.nextSigma() - sigma : sigma - image.sigmaBefore();
        float[] x = image.latents();
        float[] begin = image.memory().register(0);
        float[] first = image.memory().register(1);
        for (int i = 0; i < x.length; i++) {
            // By way of the picture without noise, as in diffusers: at the last levels the rounding shows.
            float here = (x[i] - (x[i] - velocity.get(from + i) * sigma)) / sigma;
            if (begins) {
                begin[i] = x[i];
                first[i] = here;
                x[i] += here * dt;
            } else {
                x[i] = begin[i] + 0.5f * (first[i] + here) * dt;
            }
        }
    }
}
