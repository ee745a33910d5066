package io.calotype.diffusion.scheduler;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.diffusion.schedule.Schedule;
import io.calotype.diffusion.schedule.SchedulerConfig;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/** A scheduler whose timesteps and noise levels are a table for each count of steps; subclasses add the formula. */
abstract class TabulatedScheduler implements Scheduler {
    private final String name;
    private final String settings;
    private final ScheduleCache schedules = new ScheduleCache();

    /** Takes the scheduler's name and the digest of its settings, which have all been read by now. */
    TabulatedScheduler(String name, SchedulerConfig config) {
        this.name = name;
        this.settings = config.digest();
    }

    /** Computes the table; the same steps and shape give the same bits on every machine. */
    abstract Schedule schedule(TrajectoryStart start);

    /** Makes one step; the caller then advances the trajectory. */
    abstract void advance(Trajectory image, FloatBuffer modelOutput, int from);

    /** Returns the factor of a picture's latents when noise is added to them for a step. */
    abstract float pictureShare(Schedule schedule, int step);

    /** Returns the factor of the noise that is added to a picture's latents for a step. */
    abstract float noiseShare(Schedule schedule, int step);

    /** Returns whether the table depends on the latents' shape as well as on the number of steps. */
    boolean dependsOnShape() {
        return false;
    }

    /** Returns whether its timesteps are those of a distilled model, which may start lower. */
    boolean isDistilled() {
        return false;
    }

    /** Returns the formula's inputs other than latents and prediction. */
    Needs needs() {
        return Needs.NOTHING;
    }

    /** Returns how many predictions are kept after so many calls of the model. */
    int predictionsAfter(int taken) {
        return Math.min(taken, needs().predictions());
    }

    /**
     * Returns how many registers, from the first on, the next call of the model needs: by default all of them within a
     * step, and none from step to step.
     */
    int registersAfter(Trajectory image) {
        return image.taken() % image.schedule().callsPerStep() == 0 ? 0 : needs().registers();
    }

    /** Returns whether a step is complete, so that another scheduler could go on. */
    boolean isBetweenSteps(Trajectory image) {
        return image.taken() % image.schedule().callsPerStep() == 0;
    }

    /** Returns whether it can begin at any of its steps, with latents that another scheduler made. */
    boolean canBeEntered() {
        return true;
    }

    /** Returns the seed of the Brownian path, if there is one. */
    Seed pathSeed(Seed seed) {
        return seed;
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
        var image = trajectory(start, schedules.get(start, this), 0, 0);
        image.memory().noise().fill(image.latents());
        scaleInitialNoise(image);
        return image;
    }

    @Override
    public final Trajectory begin(TrajectoryStart start, PictureStart picture) {
        if (picture.latents().length != start.elements()) {
            throw new IllegalArgumentException("a picture of " + picture.latents().length + " elements");
        }
        boolean lower = isDistilled() && picture.pipeline() == PicturePipeline.CONSISTENCY_IMAGE_TO_IMAGE;
        var begin = lower ? start.reaching(picture.strength()) : start;
        var schedule = schedules.get(begin, this);
        int first = lower ? 0 : picture.skipped(start.steps()) * schedule.callsPerStep();
        if (first >= schedule.steps()) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER, "strength", "strength " + picture.strength() + " leaves no step");
        }
        var image = trajectory(begin, schedule, first, first);
        var noise = image.memory().noise();
        noise.skip(picture.drawsBefore());
        noise.fill(image.latents());
        noise.skip(picture.pipeline().drawsAfter());
        if (picture.isNoiseAlone()) {
            scaleInitialNoise(image);
        } else {
            addNoise(image, picture.latents(), image.latents(), image.latents());
        }
        return image;
    }

    /** Returns whether a scheduler of this name and these settings made a trajectory. */
    final boolean made(Trajectory image) {
        return image.origin().scheduler().equals(name)
                && image.origin().settings().equals(settings);
    }

    /** Returns the table of an image. */
    final Schedule scheduleOf(TrajectoryStart start) {
        return schedules.get(start, this);
    }

    /** Returns the trajectory of an image that begins at a step; its latents are still to be filled in. */
    final Trajectory enter(TrajectoryStart start, int step) {
        var image = trajectory(start, scheduleOf(start), step, step);
        image.memory().noise().skip(1 + step);
        return image;
    }

    @Override
    public final void addNoise(Trajectory image, float[] picture, float[] noise, float[] into) {
        float share = image.done() ? 1 : pictureShare(image.schedule(), image.step());
        float amount = image.done() ? 0 : noiseShare(image.schedule(), image.step());
        for (int i = 0; i < into.length; i++) {
            into[i] = share * picture[i] + amount * noise[i];
        }
    }

    @Override
    public final Trajectory restore(Safetensors saved) {
        var kept = new SavedTrajectory(saved);
        var start = kept.start(name, settings);
        var schedule = schedules.get(start, this);
        var image = trajectory(start, schedule, kept.first(schedule), kept.step(schedule));
        keepRegisters(image);
        kept.fill(image, predictionsAfter(image.taken()), image.memory().kept());
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
        keepRegisters(image);
    }

    /** Scales the latents and adds the generator's next field, scaled. */
    static void addFresh(Trajectory image, float keep, float amount) {
        float[] fresh = image.memory().noise().next();
        float[] x = image.latents();
        for (int i = 0; i < x.length; i++) {
            x[i] = keep * x[i] + amount * fresh[i];
        }
    }

    private static void scaleInitialNoise(Trajectory image) {
        float[] x = image.latents();
        float scale = image.schedule().initialNoise();
        for (int i = 0; i < x.length; i++) {
            x[i] *= scale;
        }
    }

    private void keepRegisters(Trajectory image) {
        image.memory().keep(image.done() ? 0 : registersAfter(image));
    }

    private Trajectory trajectory(TrajectoryStart start, Schedule schedule, int first, int step) {
        return new Trajectory(
                new TrajectoryOrigin(name, settings, start, first),
                schedule,
                new Memory(needs(), start.seed(), pathSeed(start.seed()), start.elements()),
                step);
    }
}
