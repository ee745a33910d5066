package io.calotype.decoder.picture;

/**
 * Chooses each row's PNG filter by the smallest sum of absolute differences, the heuristic that the PNG specification recommends.
 *
 * <p>Holds the candidate rows of one picture: the row it returns is valid until the next call.
 */
final class PngRowFilter {

    private static final int TYPES = 5;

    private final int pixel;
    private final int stride;
    private final byte[][] candidates;

    /**
     * Prepares for one picture.
     *
     * @param pixel bytes per pixel
     * @param stride bytes per row
     */
    PngRowFilter(int pixel, int stride) {
        this.pixel = pixel;
        this.stride = stride;
        this.candidates = new byte[TYPES][stride + 1];
        for (byte type = 0; type < TYPES; type++) {
            candidates[type][0] = type;
        }
    }

    /** Returns the filter's type byte and the filtered bytes of row {@code y}. */
    byte[] filter(byte[] raw, int y) {
        for (int i = 0; i < stride; i++) {
            fill(raw, y, i);
        }
        byte[] best = candidates[0];
        long bestCost = Long.MAX_VALUE;
        for (byte[] candidate : candidates) {
            long cost = cost(candidate);
            if (cost < bestCost) {
                best = candidate;
                bestCost = cost;
            }
        }
        return best;
    }

    private void fill(byte[] raw, int y, int i) {
        int at = y * stride + i;
        int x = raw[at] & 0xff;
        int left = i < pixel ? 0 : raw[at - pixel] & 0xff;
        int up = y == 0 ? 0 : raw[at - stride] & 0xff;
        int upLeft = y == 0 || i < pixel ? 0 : raw[at - stride - pixel] & 0xff;
        candidates[0][i + 1] = (byte) x;
        candidates[1][i + 1] = (byte) (x - left);
        candidates[2][i + 1] = (byte) (x - up);
        candidates[3][i + 1] = (byte) (x - (left + up) / 2);
        candidates[4][i + 1] = (byte) (x - paeth(left, up, upLeft));
    }

    private static int paeth(int left, int up, int upLeft) {
        int estimate = left + up - upLeft;
        int toLeft = Math.abs(estimate - left);
        int toUp = Math.abs(estimate - up);
        int toUpLeft = Math.abs(estimate - upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }

    private static long cost(byte[] row) {
        long sum = 0;
        for (int i = 1; i < row.length; i++) {
            sum += Math.abs(row[i]);
        }
        return sum;
    }
}
