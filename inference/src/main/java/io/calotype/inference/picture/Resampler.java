package io.calotype.inference.picture;

/**
 * How the pixels of a line become those of a longer or shorter one.
 *
 * <p>Source: Pillow's {@code Resample.c}, to the bit: a filter as wide as the new pixels where the line gets shorter, with weights
 * in fixed point.
 */
final class Resampler {

    private static final int PRECISION = 22; // bits of a weight behind the point
    private static final int HALF = 1 << (PRECISION - 1);

    private final int[] first; // of each new pixel, the first old one that counts
    private final int[][] weights;

    /** Computes the weights for lines of so many pixels. */
    Resampler(ResampleFilter filter, int from, int to) {
        double scale = (double) from / to;
        double width = Math.max(1, scale);
        double reach = filter.reach() * width;
        first = new int[to];
        weights = new int[to][];
        for (int i = 0; i < to; i++) {
            double center = (i + 0.5) * scale;
            first[i] = (int) Math.max(0, center - reach + 0.5);
            int end = (int) Math.min(from, center + reach + 0.5);
            var shares = new double[end - first[i]];
            double sum = 0;
            for (int j = 0; j < shares.length; j++) {
                shares[j] = filter.weight((first[i] + j - center + 0.5) / width);
                sum += shares[j];
            }
            weights[i] = fixed(shares, sum);
        }
    }

    /** Returns how many old pixels one new pixel is made of, at most. */
    static int reach(ResampleFilter filter, int from, int to) {
        return (int) Math.min(from, Math.ceil(2 * filter.reach() * Math.max(1, (double) from / to)) + 1);
    }

    /** Returns the old pixel behind the last one that counts for a new one. */
    int end(int i) {
        return first[i] + weights[i].length;
    }

    /**
     * Resamples a row.
     *
     * @param argb its pixels; alpha is not looked at
     * @param into receives opaque pixels
     */
    void line(int[] argb, int[] into) {
        for (int i = 0; i < weights.length; i++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int at = first[i];
            for (int weight : weights[i]) {
                int pixel = argb[at++];
                red += weight * ((pixel >>> 16) & Pixels.FULL);
                green += weight * ((pixel >>> 8) & Pixels.FULL);
                blue += weight * (pixel & Pixels.FULL);
            }
            into[i] = Pixels.pixel(bounded(red), bounded(green), bounded(blue));
        }
    }

    /**
     * Makes a new row of old ones.
     *
     * @param rows old row i at index i modulo their number
     * @param into receives opaque pixels from {@code start} on
     */
    void column(int i, int[][] rows, int[] into, int start) {
        for (int x = 0; x < rows[0].length; x++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int row = first[i] % rows.length;
            for (int weight : weights[i]) {
                int pixel = rows[row][x];
                red += weight * ((pixel >>> 16) & Pixels.FULL);
                green += weight * ((pixel >>> 8) & Pixels.FULL);
                blue += weight * (pixel & Pixels.FULL);
                row = row + 1 == rows.length ? 0 : row + 1;
            }
            into[start + x] = Pixels.pixel(bounded(red), bounded(green), bounded(blue));
        }
    }

    private static int[] fixed(double[] shares, double sum) {
        var fixed = new int[shares.length];
        for (int i = 0; i < fixed.length; i++) {
            double exact = shares[i] / sum * (1 << PRECISION);
            fixed[i] = (int) (exact < 0 ? exact - 0.5 : exact + 0.5);
        }
        return fixed;
    }

    private static int bounded(int value) {
        return Math.min(Pixels.FULL, Math.max(0, value >> PRECISION));
    }
}
