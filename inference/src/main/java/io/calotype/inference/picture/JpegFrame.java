package io.calotype.inference.picture;

import java.nio.ByteBuffer;

/**
 * A JPEG's frame header.
 *
 * @param progressive whether the picture comes in several passes
 * @param samples of all components together, for each pixel
 */
record JpegFrame(int width, int height, int components, boolean progressive, double samples) {

    private static final int PROGRESSIVE = 0xC2;
    private static final int COMPONENT_BYTES = 3;

    /** Reads a SOF segment. */
    static JpegFrame read(ByteBuffer segment, int marker) {
        int precision = segment.get();
        int height = segment.getShort() & 0xFFFF;
        int width = segment.getShort() & 0xFFFF;
        int components = segment.get();
        if (precision != Byte.SIZE || components < 1 || components > 4) {
            throw new IllegalArgumentException(precision + " bits, " + components + " components");
        }
        return new JpegFrame(width, height, components, marker == PROGRESSIVE, samples(segment, components));
    }

    private static double samples(ByteBuffer segment, int components) {
        int across = 1;
        int down = 1;
        int sum = 0;
        for (int i = 0; i < components; i++) {
            int factors = segment.get(segment.position() + i * COMPONENT_BYTES + 1) & 0xFF;
            across = Math.max(across, factors >> 4);
            down = Math.max(down, factors & 0xF);
            sum += (factors >> 4) * (factors & 0xF);
        }
        return (double) sum / (across * down);
    }

    /** Bytes of the raster, and of all coefficients (16 bits each) where they must be kept from pass to pass. */
    long decodedBytes(boolean severalScans) {
        long pixels = (long) width * height;
        double coefficients = progressive || severalScans ? samples * Short.BYTES : 0;
        return (long) (pixels * (components + coefficients));
    }
}
