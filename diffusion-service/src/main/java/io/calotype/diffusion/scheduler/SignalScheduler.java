package io.calotype.diffusion.scheduler;

import io.calotype.diffusion.schedule.Float32;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.SignalTable;
import io.calotype.diffusion.schedule.TrainedNoise;
import io.calotype.diffusion.schedule.TrajectoryStart;

/** Takes latents of constant variance and reads how much signal is left at whole timesteps. */
abstract class SignalScheduler extends TabulatedScheduler {
    final SignalTable table;
    final TrainedNoise noise;
    final Prediction prediction;

    SignalScheduler(String name, SignalTable table, Prediction prediction, SchedulerConfig config) {
        super(name, config);
        this.table = table;
        this.noise = table.noise();
        this.prediction = prediction;
    }

    @Override
    Schedule schedule(TrajectoryStart start) {
        return table.schedule(start);
    }

    @Override
    final boolean isDistilled() {
        return table.timesteps().distilled();
    }

    @Override
    final float pictureShare(Schedule schedule, int step) {
        return Float32.sqrt(noise.alphaCumprod((int) schedule.timestep(step)));
    }

    @Override
    final float noiseShare(Schedule schedule, int step) {
        return Float32.sqrt(1 - noise.alphaCumprod((int) schedule.timestep(step)));
    }

    /** Adds the generator's next field so that this share of the latents' variance stays. */
    static void renoise(Trajectory image, float share) {
        addFresh(image, Float32.sqrt(share), Float32.sqrt(1 - share));
    }
}
