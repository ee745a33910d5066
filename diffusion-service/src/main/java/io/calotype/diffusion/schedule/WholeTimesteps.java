package io.calotype.diffusion.schedule;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/** The trained timesteps that are visited, as whole numbers from high to low, by the configuration. */
final class WholeTimesteps implements Timesteps {
    private final int trained;
    private final TimestepSpacing spacing;
    private final int offset;

    WholeTimesteps(SchedulerConfig config, int trained) {
        this.trained = trained;
        this.spacing = TimestepSpacing.of(config, TimestepSpacing.LEADING);
        this.offset = config.whole("steps_offset", 0);
    }

    @Override
    public float[] of(TrajectoryStart start) {
        int steps = start.steps();
        StepLimit.check(steps, trained);
        var at = spacing.descending(trained - 1, steps, (double) trained / steps, offset);
        var timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (float) Math.rint(at[i]);
        }
        if (timesteps[0] >= trained || timesteps[steps - 1] < 0) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "steps",
                    "with " + steps + " steps this scheduler leaves the " + trained + " trained timesteps");
        }
        return timesteps;
    }

    @Override
    public boolean distilled() {
        return false;
    }
}
