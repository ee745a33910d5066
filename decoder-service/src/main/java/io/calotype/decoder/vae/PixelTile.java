package io.calotype.decoder.vae;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.pictures.file.Picture;

/**
 * Decoded pixels of a part of a picture, which are blended into those of its neighbours.
 *
 * @param planes {@code [3, height, width]}, nominally -1 to 1; changed by blending
 */
@SuppressWarnings("ArrayRecordComponent") // a buffer of its own that nobody compares
record PixelTile(float[] planes, int height, int width) {

    private static final int PLANES = 3;

    /** Fades the last rows of the tile above into this one's first. */
    void blendBelow(PixelTile above, int most) {
        int rows = Math.min(most, Math.min(height, above.height));
        for (int y = 0; y < rows; y++) {
            float share = (float) y / rows;
            for (int plane = 0; plane < PLANES; plane++) {
                int there = (plane * above.height + above.height - rows + y) * above.width;
                int here = (plane * height + y) * width;
                for (int x = 0; x < width; x++) {
                    planes[here + x] = above.planes[there + x] * (1 - share) + planes[here + x] * share;
                }
            }
        }
    }

    /** Fades the last columns of the tile to the left into this one's first. */
    void blendRightOf(PixelTile left, int most) {
        int columns = Math.min(most, Math.min(width, left.width));
        for (int line = 0; line < PLANES * height; line++) {
            int there = line * left.width + left.width - columns;
            int here = line * width;
            for (int x = 0; x < columns; x++) {
                float share = (float) x / columns;
                planes[here + x] = left.planes[there + x] * (1 - share) + planes[here + x] * share;
            }
        }
    }

    /** Writes this tile's first rows and columns to a picture. */
    void write(byte[] rgb, ImageSize size, int top, int left, int taken) {
        int rows = Math.min(taken, height);
        int columns = Math.min(taken, width);
        for (int plane = 0; plane < PLANES; plane++) {
            for (int y = 0; y < rows; y++) {
                int here = (plane * height + y) * width;
                int there = PLANES * ((top + y) * size.width() + left) + plane;
                for (int x = 0; x < columns; x++) {
                    rgb[there + PLANES * x] = Picture.quantise(planes[here + x]);
                }
            }
        }
    }
}
