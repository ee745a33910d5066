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
 * <p>Source: diffusers' {@code FlowMatchHeunDiscreteScheduler}, which can place the levels only with the constant shift.
 */
final class FlowMatchHeunScheduler extends FlowScheduler {
    private FlowMatchHeunScheduler(String name, FlowSigmas sigmas, SchedulerConfig config) {
        super(name, sigmas, config);
    }

    static Scheduler of(String name, SchedulerConfig config) {
        var plain = config.without("use_dynamic_shifting", "shift_terminal", "invert_sigmas", "stochastic_sampling");
        return new FlowMatchHeunScheduler(name, new FlowSigmas(plain, SigmaSpacing.TRAINED), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return sigmas.levels(start).endsTwice();
    }

    @Override
    Needs needs() {
        return HeunStep.NEEDS;
    }

    @Override
    void advance(Trajectory image, FloatBuffer velocity, int from) {
        float sigma = image.sigma();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            // Through the prediction of the clean picture, as in diffusers: at the last levels the rounding shows.
            velocity.put(from + i, (x[i] - (x[i] - velocity.get(from + i) * sigma)) / sigma);
        }
        HeunStep.take(image, velocity, from);
    }
}
