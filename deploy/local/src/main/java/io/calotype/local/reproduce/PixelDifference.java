package io.calotype.local.reproduce;

import io.calotype.inference.picture.Pixels;

/**
 * How far two pictures of one size are apart.
 *
 * @param pixels in each
 * @param changed pixels that differ in any channel
 * @param largest difference of a channel, 0 to 255
 * @param mean difference of all channels
 */
public record PixelDifference(int pixels, int changed, int largest, double mean) {

    private static final int CHANNELS = 4;

    /** Compares two pictures of the same size. */
    public static PixelDifference between(Pixels one, Pixels other) {
        int changed = 0;
        int largest = 0;
        long sum = 0;
        for (int i = 0; i < one.argb().length; i++) {
            changed += one.argb()[i] == other.argb()[i] ? 0 : 1;
            for (int channel = 0; channel < CHANNELS; channel++) {
                int difference = Math.abs(channel(one, i, channel) - channel(other, i, channel));
                largest = Math.max(largest, difference);
                sum += difference;
            }
        }
        return new PixelDifference(one.argb().length, changed, largest, (double) sum / one.argb().length / CHANNELS);
    }

    private static int channel(Pixels picture, int i, int channel) {
        return (picture.argb()[i] >>> (channel * Byte.SIZE)) & Pixels.FULL;
    }

    /** Tells whether no pixel differs. */
    public boolean isNone() {
        return changed == 0;
    }
}
