package io.calotype.diffusion.scheduler;

/**
 * The table of midpoint steps; where the sigmas are those of Karras, the steps' own timesteps are whole numbers.
 *
 * <p>Source: diffusers' {@code KDPM2DiscreteScheduler.set_timesteps}.
 */
final class Dpm2Table {
    private final SigmaTable table;

    Dpm2Table(SigmaTable table) {
        this.table = table;
    }

    /** Where the middle of a step lies. */
    @FunctionalInterface
    interface Middle {
        float of(float from, float to);
    }

    Schedule schedule(int steps, Middle middle) {
        var levels = table.levels(steps);
        if (table.isKarras()) {
            for (int i = 0; i < steps; i++) {
                levels.timesteps()[i] = (float) Math.rint(levels.timesteps()[i]);
            }
        }
        return levels.twice(step -> table.timestep(middle.of(levels.sigmas()[step], levels.sigmas()[step + 1])));
    }
}
