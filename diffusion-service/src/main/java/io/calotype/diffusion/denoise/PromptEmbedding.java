package io.calotype.diffusion.denoise;

import java.nio.FloatBuffer;

/**
 * What the model is told of one text, for one row of a call.
 *
 * <p>Its own copies, so that the record it came in can go.
 */
public final class PromptEmbedding {

    private final float[] states; // [S, D]
    private final long[] mask; // [S], empty where the model takes none
    private final float[] pooled; // [D], empty where the model takes none

    /** Token states [S, D], attention mask [S] and pooled vector [D] in row-major order; each is copied. */
    public PromptEmbedding(float[] states, long[] mask, float[] pooled) {
        this.states = states.clone();
        this.mask = mask.clone();
        this.pooled = pooled.clone();
    }

    void statesInto(FloatBuffer row) {
        row.put(0, states);
    }

    void maskInto(NumberInput input, int row) {
        input.putRow(row, mask);
    }

    void pooledInto(FloatBuffer row) {
        row.put(0, pooled);
    }
}
