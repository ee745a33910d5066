package io.calotype.diffusion.schedule;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which of the trained timesteps are visited with few steps.
 *
 * <p>Source: S. Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed" (2023), table 2.
 */
public enum TimestepSpacing {
    /** Multiples of a whole number, from 0: the noisiest timesteps are not reached. */
    LEADING {
        @Override
        double[] ascending(int last, int count, double gap, int offset) {
            int whole = (last + 1) / count;
            var timesteps = new double[count];
            Arrays.setAll(timesteps, i -> (double) i * whole + offset);
            return timesteps;
        }
    },
    /** Evenly from the first to the last. */
    LINSPACE {
        @Override
        double[] ascending(int last, int count, double gap, int offset) {
            return Linspace.of(0, last, count);
        }
    },
    /**
     * Evenly from the last downwards, as many as there are steps. For a few counts, 61 is the least, the rounding of
     * {@code numpy.arange} makes diffusers take one more, at timestep -1.
     */
    TRAILING {
        @Override
        double[] ascending(int last, int count, double gap, int offset) {
            double end = last + 1;
            double exact = end - (end - gap);
            var timesteps = new double[count];
            Arrays.setAll(timesteps, i -> Math.rint(end - (count - 1 - i) * exact) - 1);
            return timesteps;
        }
    };

    private static final String KEY = "timestep_spacing";

    static TimestepSpacing of(SchedulerConfig config, TimestepSpacing absent) {
        return config.choice(KEY, absent);
    }

    /** Returns a reader of the configuration with this spacing. */
    public SchedulerConfig in(SchedulerConfig config) {
        return config.with(KEY, label());
    }

    /** Returns what a scheduler's name ends in, for example {@code _trailing}. */
    public String suffix() {
        return "_" + label();
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract double[] ascending(int last, int count, double gap, int offset);

    /**
     * Returns timesteps from high to low.
     *
     * @param last the highest timestep
     * @param count how many
     * @param gap the distance between two where they are counted downwards
     * @param offset added where they are counted upwards
     */
    double[] descending(int last, int count, double gap, int offset) {
        var up = ascending(last, count, gap, offset);
        var down = new double[up.length];
        Arrays.setAll(down, i -> up[up.length - 1 - i]);
        return down;
    }
}
