package io.calotype.inference.picture;

import io.calotype.contracts.spec.ImageSize;

/** Resizes opaque pictures as Pillow does; proportions are not kept. */
public final class Resize {

    private Resize() {}

    /** Returns the picture at another size, by a Lanczos filter as diffusers does. */
    public static Pixels to(ImageSize size, PixelRows picture) {
        return to(size.width(), size.height(), ResampleFilter.LANCZOS, picture);
    }

    /** Returns the picture at another size. */
    public static Pixels to(int width, int height, ResampleFilter filter, PixelRows picture) {
        return toHeight(height, filter, toWidth(width, filter, picture));
    }

    /** Returns the most bytes that are in use beside the picture while it is brought to size. */
    public static long bytes(int width, int height, int fromHeight) {
        long rows = (long) height + Resampler.reach(ResampleFilter.LANCZOS, fromHeight, height);
        return rows * width * Integer.BYTES;
    }

    private static PixelRows toWidth(int width, ResampleFilter filter, PixelRows picture) {
        return width == picture.width() ? picture : NarrowedRows.of(picture, width, filter);
    }

    /** Keeps as many rows at a time as one new row is made of. */
    private static Pixels toHeight(int height, ResampleFilter shape, PixelRows picture) {
        if (height == picture.height()) {
            return picture.toPixels();
        }
        int width = picture.width();
        var filter = new Resampler(shape, picture.height(), height);
        int[][] window = new int[Resampler.reach(shape, picture.height(), height)][width];
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
    private record NarrowedRows(PixelRows source, Resampler filter, int width, int[] line) implements PixelRows {

        static NarrowedRows of(PixelRows source, int width, ResampleFilter filter) {
            return new NarrowedRows(
                    source, new Resampler(filter, source.width(), width), width, new int[source.width()]);
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
