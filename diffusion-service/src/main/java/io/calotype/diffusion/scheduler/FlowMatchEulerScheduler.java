package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.FlowSigmas;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaSpacing;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * Euler steps along the velocity that a flow-matching model predicts.
 *
 * <p>Source: X. Liu et al., "Flow Straight and Fast" (2022); P. Esser et al., "Scaling Rectified Flow Transformers for
 * High-Resolution Image Synthesis" (2024), for the shift; diffusers' {@code FlowMatchEulerDiscreteScheduler}.
 */
final class FlowMatchEulerScheduler extends FlowScheduler {

    FlowMatchEulerScheduler(String name, FlowSigmas sigmas, SchedulerConfig config) {
        super(name, sigmas, config);
    }

    static Scheduler of(String name, SchedulerConfig config, SigmaSpacing spacing) {
        return new FlowMatchEulerScheduler(name, new FlowSigmas(config, spacing), config);
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return sigmas.levels(start).once();
    }

    @Override
    void advance(Trajectory image, FloatBuffer velocity, int from) {
        float dt = image.nextSigma() - image.sigma();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] += dt * velocity.get(from + i);
        }
    }
}
