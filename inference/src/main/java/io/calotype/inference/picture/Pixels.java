package io.calotype.inference.picture;

/**
 * A picture in memory: 8 bits each of alpha, red, green and blue, not premultiplied, rows from the top.
 *
 * <p>The pixels are not copied: the picture takes ownership of them.
 *
 * @param argb {@code width * height} pixels
 */
@SuppressWarnings("ArrayRecordComponent")
public record Pixels(int width, int height, int[] argb) implements PixelRows {

    /** All that a channel can hold. */
    public static final int FULL = 0xFF;

    private static final int ALPHA = 24;
    private static final int RED = 16;
    private static final int GREEN = 8;

    /** Checks that the pixels fill the picture exactly. */
    public Pixels {
        if (width < 1 || height < 1 || argb.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "%d pixels are not a picture of %dx%d".formatted(argb.length, width, height));
        }
    }

    @Override
    public void read(int row, int[] into) {
        System.arraycopy(argb, row * width, into, 0, width);
    }

    /** Returns a pixel laid on white, with nothing transparent. */
    public static int onWhite(int pixel) {
        int alpha = alpha(pixel);
        return alpha == FULL
                ? pixel
                : pixel(
                        onWhite((pixel >>> RED) & FULL, alpha),
                        onWhite((pixel >>> GREEN) & FULL, alpha),
                        onWhite(pixel & FULL, alpha));
    }

    /** Returns how opaque a pixel is, 0 to 255. */
    public static int alpha(int pixel) {
        return pixel >>> ALPHA;
    }

    /** Returns how red a pixel is, 0 to 255. */
    public int red(int i) {
        return (argb[i] >>> RED) & FULL;
    }

    /** Returns how green a pixel is, 0 to 255. */
    public int green(int i) {
        return (argb[i] >>> GREEN) & FULL;
    }

    /** Returns how blue a pixel is, 0 to 255. */
    public int blue(int i) {
        return argb[i] & FULL;
    }

    /** Returns how light a pixel is, 0 to 255, by ITU-R BT.601 as Pillow rounds it. */
    public int luma(int i) {
        return (red(i) * 19595 + green(i) * 38470 + blue(i) * 7471 + 0x8000) >>> 16;
    }

    /** Returns an opaque pixel. */
    public static int pixel(int red, int green, int blue) {
        return pixel(FULL, red, green, blue);
    }

    static int pixel(int alpha, int red, int green, int blue) {
        return (alpha << ALPHA) | (red << RED) | (green << GREEN) | blue;
    }

    private static int onWhite(int channel, int alpha) {
        return (channel * alpha + FULL * (FULL - alpha) + FULL / 2) / FULL;
    }
}
