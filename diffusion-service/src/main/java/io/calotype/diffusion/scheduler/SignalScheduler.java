package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.TrainedNoise;

/** A rule on latents of constant variance that reads how much signal is left at whole timesteps. */
abstract class SignalScheduler extends TabulatedScheduler {
    final TrainedNoise noise;
    final Prediction prediction;

    SignalScheduler(String name, TrainedNoise noise, Prediction prediction, SchedulerConfig config) {
        super(name, config);
        this.noise = noise;
        this.prediction = prediction;
    }

    @Override
    final float pictureShare(Schedule schedule, int step) {
        return Float32.sqrt(noise.alphaCumprod((int) schedule.timestep(step)));
    }

    @Override
    final float noiseShare(Schedule schedule, int step) {
        return Float32.sqrt(1 - noise.alphaCumprod((int) schedule.timestep(step)));
    }

    /** Scales the latents and adds the generator's next field, scaled. */
    static void addFresh(Trajectory image, float keep, float amount) {
        float[] fresh = image.memory().noise().next();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] = keep * x[i] + amount * fresh[i];
        }
    }

    static Schedule table(int requested, float[] timesteps) {
        return new Schedule(requested, timesteps, new float[0], 1);
    }
}
