package io.calotype.local.preview;

import java.util.Random;

/** Synthetic latents that vary like those of pictures: broad patches with a little noise. */
final class SmoothField {

    /** Latents per side. */
    static final int SIDE = 24;

    private static final int PATCH = 6; // latents from one corner of a patch to the next
    private static final int CORNERS = SIDE / PATCH + 1;
    private static final double GRAIN = 0.1;

    private SmoothField() {}

    /** Returns {@code [channels, SIDE, SIDE]}, about normal with standard deviation 1; the same seed gives the same. */
    static float[] of(int channels, long seed) {
        var random = new Random(seed);
        float[] field = new float[channels * SIDE * SIDE];
        for (int channel = 0, i = 0; channel < channels; channel++) {
            double[] corners = random.doubles(CORNERS * CORNERS, -2.5, 2.5).toArray();
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++, i++) {
                    field[i] = (float) (between(corners, x, y) + GRAIN * random.nextGaussian());
                }
            }
        }
        return field;
    }

    private static double between(double[] corners, int x, int y) {
        int at = y / PATCH * CORNERS + x / PATCH;
        double right = (double) (x % PATCH) / PATCH;
        double down = (double) (y % PATCH) / PATCH;
        double above = corners[at] * (1 - right) + corners[at + 1] * right;
        double below = corners[at + CORNERS] * (1 - right) + corners[at + CORNERS + 1] * right;
        return above * (1 - down) + below * down;
    }
}
