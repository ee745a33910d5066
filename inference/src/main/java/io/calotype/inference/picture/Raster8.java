package io.calotype.inference.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.function.IntBinaryOperator;

/** What a reader decoded, as 8-bit sRGB with alpha. */
final class Raster8 {

    private Raster8() {}

    /** Returns a pixel by column and row for pixel by column and row. */
    static IntBinaryOperator of(BufferedImage image) {
        var model = image.getColorModel();
        boolean gray = model.getColorSpace().getType() == ColorSpace.TYPE_GRAY && !(model instanceof IndexColorModel);
        return gray ? gray(image) : image::getRGB;
    }

    /** Gray as it is stored: the platform takes it for linear light and would make it lighter. */
    private static IntBinaryOperator gray(BufferedImage image) {
        var raster = image.getRaster();
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        boolean alpha = image.getColorModel().hasAlpha();
        return (x, y) -> {
            int value = eightBits(raster.getSample(x, y, 0), most);
            int opacity = alpha ? eightBits(raster.getSample(x, y, 1), most) : Pixels.FULL;
            return Pixels.pixel(opacity, value, value, value);
        };
    }

    private static int eightBits(int sample, int most) {
        return (sample * Pixels.FULL + most / 2) / most;
    }
}
