package io.calotype.encoder.text;

import java.nio.FloatBuffer;

/** The mean of a text's token states, scaled to length 1, as sentence-transformers pools all-MiniLM-L6-v2. */
final class Pooling {

    private Pooling() {}

    /**
     * Pools the rows that a mask marks.
     *
     * @param states {@code [S, D]}
     * @param mask {@code [S]}
     * @return {@code [D]}, of length 1, or zeros if the mask marks nothing
     */
    static float[] mean(FloatBuffer states, long[] mask) {
        int width = states.remaining() / mask.length;
        double[] sum = new double[width];
        for (int row = 0; row < mask.length; row++) {
            for (int i = 0; mask[row] != 0 && i < width; i++) {
                sum[i] += states.get(states.position() + row * width + i);
            }
        }
        return normalised(sum);
    }

    private static float[] normalised(double[] vector) {
        double square = 0;
        for (double x : vector) {
            square += x * x;
        }
        double scale = square == 0 ? 0 : 1 / Math.sqrt(square);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] * scale);
        }
        return unit;
    }
}
