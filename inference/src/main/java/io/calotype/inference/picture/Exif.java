package io.calotype.inference.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The one thing of a picture's EXIF that changes what is seen: how the camera was held.
 *
 * <p>Reads at most one directory, whose entries lie in the bytes at hand; nothing is inflated or allocated.
 *
 * <p>Source: TIFF 6.0, section 2; EXIF 2.32, tag 0x0112.
 */
final class Exif {

    private static final short LITTLE = 0x4949;
    private static final short BIG = 0x4D4D;
    private static final int ENTRY_BYTES = 12;
    private static final short ORIENTATION = 0x0112;
    private static final short SHORT = 3;

    private Exif() {}

    /** Reads a TIFF structure; one that is damaged or does not say is upright. */
    static Orientation orientation(ByteBuffer tiff) {
        if (tiff.remaining() < 8) {
            return Orientation.UPRIGHT;
        }
        var bytes = tiff.slice();
        short order = bytes.getShort(0);
        if (order != LITTLE && order != BIG) {
            return Orientation.UPRIGHT;
        }
        bytes.order(order == LITTLE ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        return inDirectory(bytes, bytes.getInt(4));
    }

    private static Orientation inDirectory(ByteBuffer tiff, int offset) {
        if (offset < 0 || offset > tiff.limit() - 2) {
            return Orientation.UPRIGHT;
        }
        int entries = Math.min(tiff.getShort(offset) & 0xFFFF, (tiff.limit() - offset - 2) / ENTRY_BYTES);
        for (int i = 0; i < entries; i++) {
            int entry = offset + 2 + i * ENTRY_BYTES;
            if (tiff.getShort(entry) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
                return Orientation.of(tiff.getShort(entry + 8));
            }
        }
        return Orientation.UPRIGHT;
    }
}
