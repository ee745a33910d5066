package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.DpmTable;
import io.calotype.diffusion.schedule.LogSnr;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.TrajectoryStart;

/**
 * Takes latents of constant variance and integrates over lambda, the log of the ratio of signal to noise.
 */
abstract class LogSnrScheduler extends TabulatedScheduler {
    final DpmTable table;
    final Prediction prediction;

    LogSnrScheduler(String name, DpmTable table, Prediction prediction, SchedulerConfig config) {
        super(name, config);
        this.table = table;
        this.prediction = prediction;
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.schedule(start.steps());
    }

    @Override
    final float pictureShare(Schedule schedule, int step) {
        return LogSnr.alpha(schedule.sigma(step));
    }

    @Override
    final float noiseShare(Schedule schedule, int step) {
        return LogSnr.noise(schedule.sigma(step));
    }
}
