package io.calotype.encoder.text;

import java.util.Arrays;

/**
 * A window of a text whose words have weights.
 *
 * <p>The array is not copied and must not be changed.
 *
 * @param weights {@code [S]}, 1 for marks and padding
 */
@SuppressWarnings("ArrayRecordComponent")
record WeightedTokens(Tokens tokens, float[] weights) {

    /** Every token weighs the same. */
    static WeightedTokens plain(Tokens tokens) {
        float[] ones = new float[tokens.ids().length];
        Arrays.fill(ones, 1);
        return new WeightedTokens(tokens, ones);
    }

    /** Returns the same tokens of a text that goes on. */
    WeightedTokens cut() {
        return new WeightedTokens(tokens.cut(), weights);
    }
}
