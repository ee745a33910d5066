package io.calotype.diffusion.denoise;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The model's input from one text, for one row of a call.
 *
 * <p>Its own copies, so that the record it came in can go.
 */
public final class PromptEmbedding {

    private final float[] states; // [S, D]
    private final long[] mask; // [S], empty where the model takes none
    private final float[][] vectors; // in the order of the model's row vectors

    /** Token states [S, D] and attention mask [S] in row-major order, and the model's row vectors in its order; each is copied. */
    public PromptEmbedding(float[] states, long[] mask, float[]... vectors) {
        this.states = states.clone();
        this.mask = mask.clone();
        this.vectors = Arrays.stream(vectors).map(float[]::clone).toArray(float[][]::new);
    }

    void statesInto(FloatBuffer row) {
        row.put(0, states);
    }

    void maskInto(NumberInput input, int row) {
        input.putRow(row, mask);
    }

    void vectorInto(int vector, FloatBuffer row) {
        row.put(0, vectors[vector]);
    }
}
