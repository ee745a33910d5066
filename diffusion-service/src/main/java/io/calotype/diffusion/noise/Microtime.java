package io.calotype.diffusion.noise;

/** Times to the millionth. */
final class Microtime {
    private static final double PER_UNIT = 1e6;

    private Microtime() {}

    /** Returns what Python's {@code round(time, 6)} does, for a time from 0 to 2^32: ties go to the even digit. */
    static double round(double time) {
        double below = Math.floor(time * PER_UNIT);
        if (Math.fma(time, PER_UNIT, -below) < 0) {
            below--;
        }
        // The fused product has the sign of the exact difference.
        double aboveMiddle = Math.fma(time, PER_UNIT, -(below + 0.5));
        boolean up = aboveMiddle > 0 || (aboveMiddle == 0 && below % 2 != 0);
        return (up ? below + 1 : below) / PER_UNIT;
    }
}
