package io.calotype.diffusion.schedule;

/** Which of the trained timesteps are visited, as whole numbers from high to low. */
public sealed interface Timesteps permits WholeTimesteps, DistilledTimesteps {

    /**
     * Returns a timestep for each step.
     *
     * @throws io.calotype.contracts.problem.Refusal INVALID_PARAMETER if there are fewer timesteps than steps
     */
    float[] of(TrajectoryStart start);

    /** Returns whether they are those of a distilled model, which may start lower. */
    boolean distilled();
}
