package io.calotype.encoder.text;

/** What the weights of tokens do to their states, in place: {@code [S, D]} states and {@code [S]} weights. */
final class Emphasis {

    private static final double NO_MEAN = 1e-5; // of the mean magnitude: rounding

    private Emphasis() {}

    /** Multiplies each row. */
    static void multiply(float[] states, float[] weights) {
        int width = states.length / weights.length;
        for (int i = 0; i < states.length; i++) {
            states[i] *= weights[i / width];
        }
    }

    /**
     * Multiplies each row, then all by one number that gives them the mean they had, as stable-diffusion-webui does.
     *
     * <p>States whose mean is zero but for rounding, such as those behind a norm without bias, have none to restore.
     */
    static void multiplyKeepingMean(float[] states, float[] weights) {
        double before = mean(states);
        multiply(states, weights);
        double after = mean(states);
        double least = NO_MEAN * meanMagnitude(states);
        float restored = Math.abs(before) <= least || Math.abs(after) <= least ? 1 : (float) (before / after);
        for (int i = 0; i < states.length; i++) {
            states[i] *= restored;
        }
    }

    /** Moves each row away from the same row of an empty text, or towards it, as Compel does. */
    static void interpolate(float[] states, float[] empty, float[] weights) {
        int width = states.length / weights.length;
        for (int i = 0; i < states.length; i++) {
            float weight = weights[i / width];
            states[i] = weight == 1 ? states[i] : empty[i] + (states[i] - empty[i]) * weight;
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double meanMagnitude(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += Math.abs(value);
        }
        return sum / values.length;
    }
}
