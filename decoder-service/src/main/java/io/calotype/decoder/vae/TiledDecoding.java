package io.calotype.decoder.vae;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.pictures.file.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes latents tile by tile, so that memory does not grow with the picture: diffusers' {@code AutoencoderKL.tiled_decode}, tiles of
 * the size that the VAE was trained with, which overlap by a quarter and are blended there.
 *
 * @param side of a tile in latents
 * @param factor pixels a latent, along one side
 */
record TiledDecoding(int side, int factor) {

    private static final double OVERLAP = 0.25;
    private static final int PLANES = 3;

    /** Decodes one tile. */
    @FunctionalInterface
    interface TileDecoder {

        /**
         * Returns pixels {@code [3, factor * height, factor * width]}, which the caller may change.
         *
         * @param top the tile's first row in the latents
         * @param left its first column
         */
        float[] decode(int top, int left, int height, int width);
    }

    /** Tells whether latents of a picture of that size are more than one tile. */
    boolean isNeededFor(ImageSize size) {
        return size.height() / factor > side || size.width() / factor > side;
    }

    /** Returns the picture of latents whose tiles are decoded in turn. */
    Picture decode(ImageSize size, TileDecoder decoder) {
        int rows = size.height() / factor;
        int columns = size.width() / factor;
        int step = (int) (side * (1 - OVERLAP));
        int blend = (int) (side * factor * OVERLAP);
        int taken = side * factor - blend;
        byte[] rgb = new byte[PLANES * size.height() * size.width()];
        List<PixelTile> above = List.of();
        for (int top = 0, y = 0; top < rows; top += step, y += taken) {
            var row = new ArrayList<PixelTile>();
            for (int left = 0, x = 0; left < columns; left += step, x += taken) {
                int high = Math.min(side, rows - top);
                int wide = Math.min(side, columns - left);
                var tile = new PixelTile(decoder.decode(top, left, high, wide), factor * high, factor * wide);
                if (!above.isEmpty()) {
                    tile.blendBelow(above.get(row.size()), blend);
                }
                if (!row.isEmpty()) {
                    tile.blendRightOf(row.get(row.size() - 1), blend);
                }
                tile.write(rgb, size, y, x, taken);
                row.add(tile);
            }
            above = row;
        }
        return new Picture(size.width(), size.height(), rgb);
    }
}
