package io.calotype.diffusion.scheduler;

/**
 * A rule on latents of constant variance that integrates over lambda, the log of the ratio of signal to noise. All of it
 * follows from sigma, in float as in diffusers.
 */
abstract class LogSnrRule extends TabulatedScheduler {
    final DpmTable table;
    final Prediction prediction;

    LogSnrRule(String name, DpmTable table, Prediction prediction, SchedulerConfig config) {
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
        return alpha(schedule.sigma(step));
    }

    @Override
    final float noiseShare(Schedule schedule, int step) {
        return noise(schedule.sigma(step));
    }

    /** Returns the signal's amplitude. */
    static float alpha(float sigma) {
        return 1 / Float32.sqrt(sigma * sigma + 1);
    }

    /** Returns the noise's amplitude. */
    static float noise(float sigma) {
        return sigma * alpha(sigma);
    }

    /** Returns lambda; infinite where there is no noise. */
    static float lambda(float sigma) {
        float alpha = alpha(sigma);
        return Float32.log(alpha) - Float32.log(sigma * alpha);
    }
}
