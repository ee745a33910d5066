package io.calotype.diffusion.schedule;

/**
 * The table of midpoint steps; where the sigmas are those of Karras, the steps' own timesteps are whole numbers.
 *
 * <p>Source: diffusers' {@code KDPM2DiscreteScheduler.set_timesteps}.
 */
public final class MidpointTable {
    private final SigmaTable table;

    /** Keeps the table that the steps are taken from. */
    public MidpointTable(SigmaTable table) {
        this.table = table;
    }

    /** Where the middle of a step lies. */
    @FunctionalInterface
    public interface Middle {
        /** Returns a sigma between two. */
        float of(float from, float to);
    }

    /** Returns the schedule of that many steps. */
    public Schedule schedule(int steps, Middle middle) {
        var levels = table.levels(steps);
        if (table.isKarras()) {
            for (int i = 0; i < steps; i++) {
                levels.timesteps()[i] = (float) Math.rint(levels.timesteps()[i]);
            }
        }
        return levels.twice(step -> table.timestep(middle.of(levels.sigmas()[step], levels.sigmas()[step + 1])));
    }
}
