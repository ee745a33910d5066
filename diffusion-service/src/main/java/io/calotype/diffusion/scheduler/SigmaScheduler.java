package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SigmaTable;
import io.calotype.diffusion.schedule.TrajectoryStart;

/** Takes latents that grow with the noise: picture plus sigma times noise. */
abstract class SigmaScheduler extends TabulatedScheduler {
    final SigmaTable sigmas;
    final Prediction prediction;

    SigmaScheduler(String name, Table table, SchedulerConfig config) {
        super(name, config);
        this.sigmas = table.sigmas;
        this.prediction = table.prediction;
    }

    /** The noise levels, and what the model predicts at them. */
    record Table(SigmaTable sigmas, Prediction prediction) {}

    @Override
    Schedule schedule(TrajectoryStart start) {
        return sigmas.levels(start.steps()).once();
    }

    @Override
    final float inputScale(Trajectory image) {
        float sigma = image.inputSigma();
        return (float) Math.sqrt(sigma * sigma + 1);
    }

    @Override
    final float pictureShare(Schedule schedule, int step) {
        return 1;
    }

    @Override
    final float noiseShare(Schedule schedule, int step) {
        return schedule.sigma(step);
    }

    /** Returns an element of the derivative of the latents by sigma. */
    final float slope(float x, float y, float sigma) {
        return (x - prediction.atSigma(x, y, sigma)) / sigma;
    }
}
