package io.calotype.diffusion.schedule;

/** Evenly spaced numbers with the rounding of {@code numpy.linspace}. */
final class Linspace {
    private Linspace() {}

    /** Returns {@code count} numbers from the first to the last, both included; only the first if {@code count} is 1. */
    static double[] of(double first, double last, int count) {
        var values = new double[count];
        double gap = count > 1 ? (last - first) / (count - 1) : 0;
        for (int i = 0; i < count; i++) {
            values[i] = i * gap + first;
        }
        if (count > 1) {
            values[count - 1] = last;
        }
        return values;
    }
}
