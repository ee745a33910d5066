package io.calotype.diffusion.scheduler;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.diffusion.noise.TorchGenerator;
import java.nio.FloatBuffer;

/** A rule whose timesteps and noise levels are a table per count of steps; what is left to the rule is its formula. */
abstract class TabulatedScheduler implements Scheduler {
    private final String name;
    private final String settings;
    private final ScheduleCache schedules = new ScheduleCache();

    /** Takes the rule's name and the digest of its settings, which all have been read by now. */
    TabulatedScheduler(String name, SchedulerConfig config) {
        this.name = name;
        this.settings = config.digest();
    }

    /** Computes the table; the same steps and shape give the same bits on every machine. */
    abstract Schedule schedule(TrajectoryStart start);

    /** Makes one step; the trajectory advances by itself afterwards. */
    abstract void advance(Trajectory image, FloatBuffer modelOutput, int from);

    /** Returns whether the table depends on the latents' shape beside the count of steps. */
    boolean dependsOnShape() {
        return false;
    }

    /** Returns how many predictions, with the current one, the formula takes. */
    int historyDepth() {
        return 0;
    }

    /** Returns what the latents are divided by before they go into the model. */
    float inputScale(Trajectory image) {
        return 1;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Trajectory begin(TrajectoryStart start) {
        var image = trajectory(start, schedules.get(start, this), 0);
        new TorchGenerator(start.seed()).fillNormal(image.latents());
        scale(image.latents(), image.schedule().initialNoise());
        return image;
    }

    @Override
    public final Trajectory restore(Safetensors saved) {
        var kept = new SavedTrajectory(saved);
        var start = kept.start(name, settings);
        var schedule = schedules.get(start, this);
        var image = trajectory(start, schedule, kept.step(schedule));
        kept.fill(image);
        return image;
    }

    @Override
    public final void scaleInput(Trajectory image, FloatBuffer into) {
        image.requireRunning();
        float scale = inputScale(image);
        if (scale == 1) {
            into.put(image.latents());
            return;
        }
        for (float x : image.latents()) {
            into.put(x / scale);
        }
    }

    @Override
    public final void step(Trajectory image, FloatBuffer modelOutput) {
        image.requireRunning();
        int elements = image.latents().length;
        if (modelOutput.remaining() < elements) {
            throw new IllegalArgumentException(modelOutput.remaining() + " elements; the image has " + elements);
        }
        int from = modelOutput.position();
        advance(image, modelOutput, from);
        modelOutput.position(from + elements);
        image.advance();
    }

    private Trajectory trajectory(TrajectoryStart start, Schedule schedule, int step) {
        return new Trajectory(
                new TrajectoryOrigin(name, settings, start.seed(), start.latents()),
                schedule,
                new History(historyDepth(), start.elements()),
                step);
    }

    private static void scale(float[] values, float factor) {
        if (factor != 1) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }
    }
}
