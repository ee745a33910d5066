package io.calotype.inference.quantise;

import io.calotype.inference.graph.QuantisedNode.Rounding;

/**
 * What a tensor has held in all runs so far.
 *
 * @param least number
 * @param most the largest number
 * @param meanSquare the mean over runs
 * @param runs how many
 */
public record ValueRange(float least, float most, double meanSquare, int runs) {

    /** Before the first run. */
    public static final ValueRange NONE = new ValueRange(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 0);

    private static final int LEVELS = 255;
    private static final int UNIFORM = 12; // a rounding error's mean square is the step's square over this

    /** Returns what holds after one more run. */
    public ValueRange and(float runLeast, float runMost, float runMeanSquare) {
        return new ValueRange(
                Math.min(least, runLeast),
                Math.max(most, runMost),
                (meanSquare * runs + runMeanSquare) / (runs + 1),
                runs + 1);
    }

    /** Returns the rounding that loses nothing at either end; 0 stays 0. */
    Rounding rounding() {
        float low = Math.min(0, least);
        float scale = Math.max((Math.max(0, most) - low) / LEVELS, Float.MIN_NORMAL);
        return new Rounding(scale, Math.min(LEVELS, Math.round(-low / scale)));
    }

    /** Returns the rounding's error relative to the numbers, both as mean squares: what few large numbers cost all others. */
    double noise() {
        double step = rounding().scale();
        return step * step / UNIFORM / meanSquare;
    }

    /** Whether all of it is numbers. */
    boolean isFinite() {
        return runs > 0 && Float.isFinite(least) && Float.isFinite(most) && Double.isFinite(meanSquare);
    }
}
