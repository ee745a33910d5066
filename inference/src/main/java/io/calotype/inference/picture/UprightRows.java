package io.calotype.inference.picture;

import java.util.function.IntBinaryOperator;

/**
 * What a reader decoded, turned upright.
 *
 * @param pixels by column and row as they are stored
 */
record UprightRows(PictureHeader header, IntBinaryOperator pixels) implements PixelRows {

    @Override
    public int width() {
        return header.uprightWidth();
    }

    @Override
    public int height() {
        return header.uprightHeight();
    }

    @Override
    public void read(int row, int[] argb) {
        var orientation = header.orientation();
        for (int x = 0; x < width(); x++) {
            argb[x] = pixels.applyAsInt(
                    orientation.column(x, row, header.width()), orientation.row(x, row, header.height()));
        }
    }
}
