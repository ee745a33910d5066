package io.calotype.inference.picture;

import java.util.function.IntUnaryOperator;

/** A picture whose pixels are made row by row, each time that they are read, so that it is in memory once. */
public interface PixelRows {

    int width();

    int height();

    /**
     * Reads a row from the top.
     *
     * @param argb takes its {@link #width} pixels: 8 bits each of alpha, red, green and blue, not premultiplied
     */
    void read(int row, int[] argb);

    /** Returns the same picture with each pixel changed. */
    default PixelRows map(IntUnaryOperator change) {
        var source = this;
        return new PixelRows() {
            @Override
            public int width() {
                return source.width();
            }

            @Override
            public int height() {
                return source.height();
            }

            @Override
            public void read(int row, int[] argb) {
                source.read(row, argb);
                for (int x = 0; x < source.width(); x++) {
                    argb[x] = change.applyAsInt(argb[x]);
                }
            }
        };
    }

    /** Returns a part of the picture. */
    default PixelRows crop(int left, int top, int width, int height) {
        var source = this;
        int[] line = new int[width()];
        return new PixelRows() {
            @Override
            public int width() {
                return width;
            }

            @Override
            public int height() {
                return height;
            }

            @Override
            public void read(int row, int[] argb) {
                source.read(top + row, line);
                System.arraycopy(line, left, argb, 0, width);
            }
        };
    }

    /** Tells whether any pixel lets through what is behind. */
    default boolean hasTransparency() {
        int[] argb = new int[width()];
        for (int y = 0; y < height(); y++) {
            read(y, argb);
            for (int pixel : argb) {
                if (Pixels.alpha(pixel) != Pixels.FULL) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns all rows at once. */
    default Pixels toPixels() {
        int[] argb = new int[width() * height()];
        int[] line = new int[width()];
        for (int y = 0; y < height(); y++) {
            read(y, line);
            System.arraycopy(line, 0, argb, y * width(), width());
        }
        return new Pixels(width(), height(), argb);
    }
}
