package io.calotype.decoder.safety;

import io.calotype.pictures.file.Picture;

/** Blurs a picture beyond recognition: three box filters, each as wide as a quarter of its longer side, are nearly a Gaussian. */
final class Blur {

    private static final int CHANNELS = 3;
    private static final int PASSES = 3;
    private static final int PART = 8;

    private Blur() {}

    static Picture of(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        int radius = Math.max(1, Math.max(width, height) / PART);
        byte[] rgb = picture.rgb().clone();
        for (int pass = 0; pass < PASSES; pass++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                for (int y = 0; y < height; y++) {
                    average(rgb, CHANNELS * y * width + channel, CHANNELS, width, radius);
                }
                for (int x = 0; x < width; x++) {
                    average(rgb, CHANNELS * x + channel, CHANNELS * width, height, radius);
                }
            }
        }
        return new Picture(width, height, rgb);
    }

    /** Averages each of some values with those around it; beyond the ends there are none. */
    private static void average(byte[] values, int first, int stride, int count, int radius) {
        int[] sums = new int[count + 1];
        for (int i = 0; i < count; i++) {
            sums[i + 1] = sums[i] + Byte.toUnsignedInt(values[first + i * stride]);
        }
        for (int i = 0; i < count; i++) {
            int from = Math.max(0, i - radius);
            int to = Math.min(count, i + radius + 1);
            values[first + i * stride] = (byte) Math.round((sums[to] - sums[from]) / (float) (to - from));
        }
    }
}
