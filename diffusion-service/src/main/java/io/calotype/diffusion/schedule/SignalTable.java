package io.calotype.diffusion.schedule;

/**
 * The trained noise and the timesteps of a scheduler that reads how much signal is left at whole timesteps.
 *
 * @param timesteps which of the trained ones are visited
 */
public record SignalTable(TrainedNoise noise, Timesteps timesteps) {

    /** Reads the table of an ordinary model. */
    public static SignalTable of(SchedulerConfig config) {
        var noise = TrainedNoise.of(config);
        return new SignalTable(noise, new WholeTimesteps(config, noise.steps()));
    }

    /** Reads the table of a model that was distilled on few timesteps. */
    public static SignalTable distilled(SchedulerConfig config) {
        var noise = TrainedNoise.of(config);
        return new SignalTable(noise, new DistilledTimesteps(config, noise.steps()));
    }

    /** Returns the schedule, with one call of the model for each step. */
    public Schedule schedule(TrajectoryStart start) {
        return schedule(start, timesteps.of(start));
    }

    /** Returns the schedule with these timesteps, one for each call of the model. */
    public static Schedule schedule(TrajectoryStart start, float[] calls) {
        return new Schedule(start.steps(), Schedule.Calls.each(calls, new float[0]), 1);
    }
}
