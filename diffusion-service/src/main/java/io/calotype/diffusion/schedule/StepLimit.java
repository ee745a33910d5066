package io.calotype.diffusion.schedule;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;

/** Refuses more steps than there are trained timesteps. */
final class StepLimit {
    private StepLimit() {}

    static void check(int steps, int trained) {
        if (steps > trained) {
            throw Refusal.of(
                    ProblemType.INVALID_PARAMETER,
                    "steps",
                    "steps is " + steps + "; this scheduler has at most " + trained);
        }
    }
}
