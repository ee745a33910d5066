package io.calotype.diffusion.schedule;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;

/**
 * Where an image starts on the schedule.
 *
 * @param seed gives the initial noise
 * @param latents the latents' shape, {@code [C, h, w]}
 * @param steps the requested steps, 1 or more
 * @param reach above 0 to 1: how high a distilled model's timesteps start, 1 being the top
 */
public record TrajectoryStart(Seed seed, Shape latents, int steps, double reach) {
    /** Refuses a shape of another rank as INVALID_TENSOR, and no steps as INVALID_PARAMETER. */
    public TrajectoryStart {
        if (latents.rank() != 3 || latents.elementCount() < 1 || latents.elementCount() > Integer.MAX_VALUE / 4) {
            throw Refusal.of(
                    ProblemType.INVALID_TENSOR, "latents", "latents have shape " + latents + "; expected [C, h, w]");
        }
        if (steps < 1) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "steps", "steps is " + steps + "; at least 1");
        }
    }

    /** Starts at the top. */
    public TrajectoryStart(Seed seed, Shape latents, int steps) {
        this(seed, latents, steps, 1);
    }

    /** Returns the same start with a distilled model's timesteps starting lower. */
    public TrajectoryStart reaching(double part) {
        return new TrajectoryStart(seed, latents, steps, part);
    }

    /** Returns how many numbers the latents are. */
    public int elements() {
        return (int) latents.elementCount();
    }
}
