package io.calotype.pictures.file;

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
        int row = y * stride;
        int above = y == 0 ? -1 : row - stride;
        for (int i = 0; i < pixel; i++) {
            fill(i + 1, raw[row + i] & 0xff, 0, above < 0 ? 0 : raw[above + i] & 0xff, 0);
        }
        if (above < 0) {
            for (int i = pixel; i < stride; i++) {
                fill(i + 1, raw[row + i] & 0xff, raw[row + i - pixel] & 0xff, 0, 0);
            }
        } else {
            for (int i = pixel; i < stride; i++) {
                int left = raw[row + i - pixel] & 0xff;
                fill(i + 1, raw[row + i] & 0xff, left, raw[above + i] & 0xff, raw[above + i - pixel] & 0xff);
            }
        }
        return best();
    }

    private byte[] best() {
        byte[] best = candidates[0];
        int bestCost = Integer.MAX_VALUE;
        for (byte[] candidate : candidates) {
            int cost = cost(candidate);
            if (cost < bestCost) {
                best = candidate;
                bestCost = cost;
            }
        }
        return best;
    }

    private void fill(int place, int x, int left, int up, int upLeft) {
        candidates[0][place] = (byte) x;
        candidates[1][place] = (byte) (x - left);
        candidates[2][place] = (byte) (x - up);
        candidates[3][place] = (byte) (x - (left + up) / 2);
        candidates[4][place] = (byte) (x - paeth(left, up, upLeft));
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

    private static int cost(byte[] row) {
        int sum = 0;
        for (int i = 1; i < row.length; i++) {
            sum += Math.abs(row[i]);
        }
        return sum;
    }
}
