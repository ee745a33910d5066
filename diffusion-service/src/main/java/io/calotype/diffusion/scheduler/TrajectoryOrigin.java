package io.calotype.diffusion.scheduler;

import io.calotype.contracts.spec.Seed;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.schedule.TrajectoryStart;

/**
 * What stays the same along a trajectory.
 *
 * @param scheduler the name of the rule
 * @param settings the digest of the rule's settings; the same digest means the same numbers
 * @param start where it starts
 * @param first the step it began with: 0, or later if it began from a picture
 */
record TrajectoryOrigin(String scheduler, String settings, TrajectoryStart start, int first) {
    Seed seed() {
        return start.seed();
    }

    Shape shape() {
        return start.latents();
    }
}
