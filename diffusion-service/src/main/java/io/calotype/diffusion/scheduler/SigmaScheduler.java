package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;

/** A rule on latents that grow with the noise: picture plus sigma times noise. */
abstract class SigmaScheduler extends TabulatedScheduler {
    final Prediction prediction;

    SigmaScheduler(String name, Prediction prediction, SchedulerConfig config) {
        super(name, config);
        this.prediction = prediction;
    }

    /** Returns the sigma of the latents that the model sees next. */
    float inputSigma(Trajectory image) {
        return image.sigma();
    }

    @Override
    final float inputScale(Trajectory image) {
        float sigma = inputSigma(image);
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
