package io.calotype.diffusion.schedule;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/**
 * The timesteps of a model that was distilled on few of them, evenly spaced among those.
 *
 * <p>Source: diffusers' {@code LCMScheduler.set_timesteps}.
 */
final class DistilledTimesteps implements Timesteps {
    private static final String ORIGINAL = "original_inference_steps";

    private final int original;
    private final int gap;

    DistilledTimesteps(SchedulerConfig config, int trained) {
        this.original = config.count(ORIGINAL, 50);
        if (original > trained) {
            throw config.unsupported(ORIGINAL, "at most " + trained + " timesteps");
        }
        this.gap = trained / original;
    }

    @Override
    public float[] of(TrajectoryStart start) {
        int steps = start.steps();
        int reached = (int) (original * start.reach());
        if (steps > reached) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "steps",
                    "steps is " + steps + "; this scheduler has at most " + reached);
        }
        double stride = (double) reached / steps;
        var timesteps = new float[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[i] = (reached - (int) Math.floor(i * stride)) * gap - 1;
        }
        return timesteps;
    }

    @Override
    public boolean distilled() {
        return true;
    }
}
