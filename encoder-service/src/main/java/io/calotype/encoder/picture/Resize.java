package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;

/** Resizes opaque pictures with a Lanczos filter, as diffusers does; proportions are not kept. */
final class Resize {

    private Resize() {}

    static Pixels to(ImageSize size, PixelRows picture) {
        return toHeight(size.height(), toWidth(size.width(), picture));
    }

    /** Returns the most bytes that are in use beside the picture while it is brought to size. */
    static long bytes(ImageSize size, int fromHeight) {
        long rows = (long) size.height() + Lanczos.reach(fromHeight, size.height());
        return rows * size.width() * Integer.BYTES;
    }

    private static PixelRows toWidth(int width, PixelRows picture) {
        return width == picture.width() ? picture : new NarrowedRows(picture, width);
    }

    /** Keeps as many rows at a time as one new row is made of. */
    private static Pixels toHeight(int height, PixelRows picture) {
        if (height == picture.height()) {
            return picture.toPixels();
        }
        int width = picture.width();
        var filter = new Lanczos(picture.height(), height);
        int[][] window = new int[Lanczos.reach(picture.height(), height)][width];
        int[] argb = new int[width * height];
        int read = 0;
        for (int y = 0; y < height; y++) {
            for (; read < filter.end(y); read++) {
                picture.read(read, window[read % window.length]);
            }
            filter.column(y, window, argb, y * width);
        }
        return new Pixels(width, height, argb);
    }

    /** A picture of another width. */
    @SuppressWarnings("ArrayRecordComponent") // a buffer of its own that nobody compares
    private record NarrowedRows(PixelRows source, Lanczos filter, int width, int[] line) implements PixelRows {

        NarrowedRows(PixelRows source, int width) {
            this(source, new Lanczos(source.width(), width), width, new int[source.width()]);
        }

        @Override
        public int height() {
            return source.height();
        }

        @Override
        public void read(int row, int[] argb) {
            source.read(row, line);
            filter.line(line, argb);
        }
    }
}
