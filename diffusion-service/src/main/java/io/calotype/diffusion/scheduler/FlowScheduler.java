package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.FlowSigmas;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;

/** Takes latents in a straight line from noise to picture; sigma is the share of noise, 1 down to 0. */
abstract class FlowScheduler extends TabulatedScheduler {
    final FlowSigmas sigmas;

    FlowScheduler(String name, FlowSigmas sigmas, SchedulerConfig config) {
        super(name, config);
        this.sigmas = sigmas;
    }

    @Override
    final boolean dependsOnShape() {
        return sigmas.dependOnShape();
    }

    @Override
    final float pictureShare(Schedule schedule, int step) {
        return 1 - schedule.sigma(step);
    }

    @Override
    final float noiseShare(Schedule schedule, int step) {
        return schedule.sigma(step);
    }
}
