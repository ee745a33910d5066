package io.calotype.inference.image;

import io.calotype.inference.picture.PixelRows;
import io.calotype.inference.picture.Pixels;
import io.calotype.inference.picture.ResampleFilter;
import io.calotype.inference.picture.Resize;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * What a picture becomes before an image encoder sees it: the middle of it, resized and normalised.
 *
 * <p>Source: transformers' {@code CLIPImageProcessor}, which resizes first and cuts then; here only what stays is resized, so that a
 * long narrow picture takes no more memory than a square one.
 *
 * @param width of the result, in pixels
 * @param height of the result, in pixels
 * @param shortestEdge what the picture's shorter side would be resized to before the middle is cut out; 0 to squeeze the whole
 *     picture to the result's proportions
 * @param rescaleFactor what a channel of 0 to 255 is multiplied by
 * @param mean subtracted from red, green and blue after that
 * @param std what red, green and blue are divided by at the end
 */
record ImageProcessor(
        int width,
        int height,
        int shortestEdge,
        ResampleFilter filter,
        double rescaleFactor,
        List<Double> mean,
        List<Double> std) {

    private static final int CHANNELS = 3;

    ImageProcessor {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** Writes planes of red, green and blue {@code [3, height, width]}. */
    void fill(PixelRows picture, FloatBuffer planes) {
        var pixels = Resize.to(width, height, filter, middle(picture).map(Pixels::onWhite));
        int plane = width * height;
        for (int i = 0; i < plane; i++) {
            planes.put(i, level(0, pixels.red(i)));
            planes.put(plane + i, level(1, pixels.green(i)));
            planes.put((CHANNELS - 1) * plane + i, level(2, pixels.blue(i)));
        }
    }

    private float level(int channel, int value) {
        return (float) ((value * rescaleFactor - mean.get(channel)) / std.get(channel));
    }

    private PixelRows middle(PixelRows picture) {
        if (shortestEdge == 0) {
            return picture;
        }
        double scale = (double) Math.min(picture.width(), picture.height()) / shortestEdge;
        int wide = side(width * scale, picture.width());
        int high = side(height * scale, picture.height());
        return picture.crop((picture.width() - wide) / 2, (picture.height() - high) / 2, wide, high);
    }

    private static int side(double length, int most) {
        return (int) Math.max(1, Math.min(most, Math.round(length)));
    }
}
