package io.calotype.inference.upscale;

import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;

/** The rows of a picture that a row of tiles sees; beyond the picture's sides its outermost pixels go on. */
@SuppressWarnings("ArrayRecordComponent") // a buffer of its own that nobody compares
record Band(int width, int[][] rows) {

    /** Reads the rows from {@code top} on, which may be outside. */
    static Band read(PixelRows picture, int top, int height) {
        int[][] rows = new int[height][picture.width()];
        for (int y = 0; y < height; y++) {
            picture.read(inside(top + y, picture.height()), rows[y]);
        }
        return new Band(picture.width(), rows);
    }

    /** Writes what a tile sees whose first column is {@code left}, which may be outside. */
    void fill(Tile tile, int left) {
        for (int y = 0; y < tile.height(); y++) {
            for (int x = 0; x < tile.width(); x++) {
                tile.put(y * tile.width() + x, Pixels.onWhite(rows[y][inside(left + x, width)]));
            }
        }
    }

    private static int inside(int at, int length) {
        return Math.max(0, Math.min(at, length - 1));
    }
}
