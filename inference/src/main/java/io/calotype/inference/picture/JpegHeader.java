package io.calotype.inference.picture;

import io.calotype.contracts.spec.OutputFormat;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG file up to its first scan, and how many scans there are.
 *
 * <p>Source: ITU-T T.81, annex B; EXIF 2.32, 4.7.2.
 */
final class JpegHeader {

    private static final int MOST_SCANS = 100; // an encoder makes about ten; each costs a pass over the whole picture
    private static final byte MARKER = (byte) 0xFF;
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int APP1 = 0xE1;
    private static final long EXIF = 0x457869660000L; // "Exif", two zeros
    private static final int EXIF_BYTES = 6;

    private JpegHeader() {}

    /** Reads a file; fails with any {@link RuntimeException} for one that is damaged or cut off before its first scan. */
    static PictureHeader read(ByteBuffer jpeg) {
        JpegFrame frame = null;
        var orientation = Orientation.UPRIGHT;
        for (int marker = marker(jpeg); marker != SCAN; marker = marker(jpeg)) {
            if (marker == START) {
                continue;
            }
            var segment = segment(jpeg, marker);
            if (frame == null && isFrame(marker)) {
                frame = JpegFrame.read(segment, marker);
            } else if (marker == APP1 && isExif(segment)) {
                orientation = Exif.orientation(segment.position(EXIF_BYTES));
            }
        }
        return header(frame, scans(jpeg), orientation);
    }

    private static PictureHeader header(@Nullable JpegFrame frame, int scans, Orientation orientation) {
        if (frame == null || scans > MOST_SCANS) {
            throw new IllegalArgumentException("no frame, or " + scans + " scans");
        }
        return new PictureHeader(
                OutputFormat.JPEG, frame.width(), frame.height(), frame.decodedBytes(scans > 1), orientation);
    }

    private static int marker(ByteBuffer jpeg) {
        while (jpeg.get(jpeg.position()) != MARKER) { // bytes that belong to nothing, which libjpeg skips as well
            jpeg.get();
        }
        jpeg.get();
        int marker = jpeg.get() & 0xFF;
        while (marker == 0xFF) { // fill bytes
            marker = jpeg.get() & 0xFF;
        }
        return marker;
    }

    private static ByteBuffer segment(ByteBuffer jpeg, int marker) {
        if (marker == END) {
            throw new IllegalArgumentException("no scan");
        }
        int length = (jpeg.getShort() & 0xFFFF) - Short.BYTES;
        var segment = jpeg.slice(jpeg.position(), length);
        jpeg.position(jpeg.position() + length);
        return segment;
    }

    /** SOF0 to SOF15, without the tables DHT, JPG and DAC among them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static boolean isExif(ByteBuffer segment) {
        return segment.remaining() > Long.BYTES && segment.getLong(0) >>> Short.SIZE == EXIF;
    }

    /** Counts the scans, the one begun among them: no byte of a scan's data looks like the begin of another. */
    private static int scans(ByteBuffer jpeg) {
        int scans = 1;
        for (int i = jpeg.position(); i + 1 < jpeg.limit(); i++) {
            if (jpeg.get(i) == MARKER && (jpeg.get(i + 1) & 0xFF) == SCAN) {
                scans++;
            }
        }
        return scans;
    }
}
