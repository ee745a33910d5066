package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.SchedulerConfig;

/** A rule that asks the model at the begin of each step, and once more between its ends for the slope of the whole. */
abstract class MidpointScheduler extends SigmaScheduler {

    MidpointScheduler(String name, Prediction prediction, SchedulerConfig config) {
        super(name, prediction, config);
    }

    /** Returns the sigma between a step's ends at which the model is asked again. */
    abstract float middle(float from, float to);

    @Override
    final int order() {
        return 2;
    }

    @Override
    final float inputSigma(Trajectory image) {
        return image.step() % 2 == 0 ? image.sigma() : middle(image.sigmaBefore(), image.sigma());
    }
}
