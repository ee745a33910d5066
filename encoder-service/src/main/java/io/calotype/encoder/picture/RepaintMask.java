package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.Resize;

/**
 * The part of a picture to repaint, at latent size.
 *
 * <p>Source: diffusers' {@code StableDiffusionInpaintPipeline}: the mask is cut at half, and of each latent's square of pixels the
 * first one counts.
 */
final class RepaintMask {

    private static final int HALF = 128;

    private RepaintMask() {}

    /**
     * Reads a mask: white is repainted; or, if any pixel is transparent, what is more transparent than opaque.
     *
     * @param scale pixels per side of one latent
     * @return F32 {@code [height / scale, width / scale]}, 1 where the picture is repainted
     */
    static Tensor of(PixelRows mask, ImageSize size, int scale) {
        var sized = Resize.to(size, mask.hasTransparency() ? mask.map(RepaintMask::transparency) : mask);
        int rows = size.height() / scale;
        int columns = size.width() / scale;
        float[] repaint = new float[rows * columns];
        for (int row = 0, i = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++, i++) {
                repaint[i] = sized.luma(row * scale * size.width() + column * scale) >= HALF ? 1 : 0;
            }
        }
        return Tensor.ofFloats(Shape.of(rows, columns), repaint);
    }

    /** White where nothing of the mask is seen. */
    private static int transparency(int pixel) {
        int value = Pixels.FULL - Pixels.alpha(pixel);
        return Pixels.pixel(value, value, value);
    }
}
