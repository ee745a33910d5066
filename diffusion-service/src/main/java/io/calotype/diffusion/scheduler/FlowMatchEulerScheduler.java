package io.calotype.diffusion.scheduler;

import java.nio.FloatBuffer;

/**
 * Euler steps along the velocity that a flow-matching model predicts; sigma is the share of noise, 1 down to 0.
 *
 * <p>Source: X. Liu et al., "Flow Straight and Fast" (2022); P. Esser et al., "Scaling Rectified Flow Transformers for
 * High-Resolution Image Synthesis" (2024), for the shift; diffusers' {@code FlowMatchEulerDiscreteScheduler}.
 */
final class FlowMatchEulerScheduler extends TabulatedScheduler {
    private final FlowSigmas sigmas;

    FlowMatchEulerScheduler(String name, FlowSigmas sigmas, SchedulerConfig config) {
        super(name, config);
        this.sigmas = sigmas;
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        var levels = sigmas.of(start);
        var timesteps = new float[levels.length - 1];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = levels[i] * sigmas.trainedSteps();
        }
        return new Schedule(start.steps(), timesteps, levels, 1);
    }

    @Override
    boolean dependsOnShape() {
        return sigmas.dependOnShape();
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
