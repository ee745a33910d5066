package io.calotype.diffusion.scheduler;

import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.schedule.Schedule;

/**
 * One image on its way from noise to picture: the state that its {@link Scheduler} keeps between steps.
 *
 * <p>Belongs to one thread at a time.
 */
public final class Trajectory {
    private final TrajectoryOrigin origin;
    private final Schedule schedule;
    private final float[] latents;
    private final Memory memory;
    private int step;

    Trajectory(TrajectoryOrigin origin, Schedule schedule, Memory memory, int step) {
        this.origin = origin;
        this.schedule = schedule;
        this.memory = memory;
        this.latents = new float[(int) origin.shape().elementCount()];
        this.step = step;
    }

    /** Returns the latents themselves, {@code [C, h, w]} in row-major order; they change at each step. */
    public float[] latents() {
        return latents;
    }

    /** Returns the latents' shape, {@code [C, h, w]}. */
    public Shape shape() {
        return origin.shape();
    }

    /** Returns how many calls of the model are done, 0 to {@link #steps()}; not 0 at the start if it starts from a picture. */
    public int step() {
        return step;
    }

    /** Returns the total number of calls of the model; a scheduler of second order makes two for most steps. */
    public int steps() {
        return schedule.steps();
    }

    /**
     * Returns the model's timestep at the current step.
     *
     * @throws IllegalStateException if the image is done
     */
    public float timestep() {
        requireRunning();
        return schedule.timestep(step);
    }

    /** Returns whether all steps are done, so that the latents are the picture's. */
    public boolean done() {
        return step == schedule.steps();
    }

    /** Returns the seed of its initial noise. */
    public Seed seed() {
        return origin.seed();
    }

    /** Returns the scheduler's name. */
    public String scheduler() {
        return origin.scheduler();
    }

    /** Returns all that {@link Scheduler#restore} needs, as a copy. */
    public Safetensors save() {
        return SavedTrajectory.of(this);
    }

    /** Returns whether a saved trajectory started like this one: from the same seed, shape and picture, by the same rule. */
    public boolean startedLike(Safetensors saved) {
        return new SavedTrajectory(saved).hasOriginOf(this);
    }

    TrajectoryOrigin origin() {
        return origin;
    }

    Schedule schedule() {
        return schedule;
    }

    Memory memory() {
        return memory;
    }

    /** Returns how many steps it has taken, fewer than are done if it started from a picture. */
    public int taken() {
        return step - origin.first();
    }

    float sigma() {
        return schedule.sigma(step);
    }

    float sigmaBefore() {
        return schedule.sigma(step - 1);
    }

    float nextSigma() {
        return schedule.sigma(step + 1);
    }

    /** Returns the noise level of the latents that the model sees at the current step. */
    float inputSigma() {
        return schedule.inputSigma(step);
    }

    /** Returns whether the current call of the model is the first of its step, for a scheduler that makes two. */
    boolean beginsStep() {
        return step % 2 == 0;
    }

    /** Returns the noise level in the middle of the current step, for a scheduler that calls the model there. */
    float midpointSigma() {
        return schedule.inputSigma(beginsStep() ? step + 1 : step);
    }

    void advance() {
        step++;
    }

    void requireRunning() {
        if (done()) {
            throw new IllegalStateException("all " + step + " steps are done");
        }
    }
}
