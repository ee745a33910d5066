package io.calotype.encoder.picture;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.tensor.Shape;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.Resize;
import java.util.BitSet;

/**
 * The part of a picture to repaint.
 *
 * <p>Source: diffusers' {@code StableDiffusionInpaintPipeline}: the mask is cut at half, and of each latent's square of pixels the
 * first one counts.
 */
public final class RepaintMask {

    private static final int HALF = 128;

    private final ImageSize size;
    private final BitSet repainted; // by pixels, rows from the top

    private RepaintMask(ImageSize size, BitSet repainted) {
        this.size = size;
        this.repainted = repainted;
    }

    /** Reads a mask, as large as the picture will be: white is repainted; or, if any pixel is transparent, what is more transparent than opaque. */
    public static RepaintMask of(PixelRows mask, ImageSize size) {
        var sized = Resize.to(size, mask.hasTransparency() ? mask.map(RepaintMask::transparency) : mask);
        var repainted = new BitSet(size.width() * size.height());
        for (int i = 0; i < size.width() * size.height(); i++) {
            repainted.set(i, sized.luma(i) >= HALF);
        }
        return new RepaintMask(size, repainted);
    }

    /** Tells whether a pixel is repainted, counted from the top left. */
    public boolean repaints(int pixel) {
        return repainted.get(pixel);
    }

    /**
     * Returns the mask as latents have it.
     *
     * @param scale pixels per side of one latent
     * @return F32 {@code [height / scale, width / scale]}, 1 where the picture is repainted
     */
    public Tensor ofLatents(int scale) {
        int rows = size.height() / scale;
        int columns = size.width() / scale;
        float[] repaint = new float[rows * columns];
        for (int i = 0; i < repaint.length; i++) {
            int pixel = i / columns * scale * size.width() + i % columns * scale;
            repaint[i] = repaints(pixel) ? 1 : 0;
        }
        return Tensor.ofFloats(Shape.of(rows, columns), repaint);
    }

    /** White where nothing of the mask is seen. */
    private static int transparency(int pixel) {
        int value = Pixels.FULL - Pixels.alpha(pixel);
        return Pixels.pixel(value, value, value);
    }
}
