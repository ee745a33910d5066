package io.calotype.pictures.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;

/**
 * The provenance as an EXIF block: {@code UserComment} holds the parameters text, where image-generation tools look for it.
 *
 * <p>Big-endian TIFF (EXIF 2.32): IFD0 with Software and a pointer to the Exif IFD with ExifVersion and UserComment.
 */
final class Exif {

    private static final int TIFF_HEADER = 8;
    private static final int DIRECTORY_OF_TWO = 2 + 2 * 12 + 4;
    private static final int EXIF_IFD_AT = TIFF_HEADER + DIRECTORY_OF_TWO;
    private static final int VALUES_AT = EXIF_IFD_AT + DIRECTORY_OF_TWO;

    private static final short ASCII = 2;
    private static final short LONG = 4;
    private static final short UNDEFINED = 7;

    private Exif() {}

    static byte[] of(Provenance provenance) {
        byte[] software = (provenance.software() + '\0').getBytes(US_ASCII);
        byte[] comment = "UNICODE\0".getBytes(US_ASCII);
        byte[] text = provenance.parameters().getBytes(UTF_16BE);
        int commentLength = comment.length + text.length;
        int commentAt = VALUES_AT + software.length + (software.length & 1);
        var out = ByteBuffer.allocate(commentAt + commentLength);
        out.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(TIFF_HEADER);
        out.putShort((short) 2);
        entry(out, 0x0131, ASCII, software.length, VALUES_AT);
        entry(out, 0x8769, LONG, 1, EXIF_IFD_AT);
        out.putInt(0);
        out.putShort((short) 2);
        entry(
                out,
                0x9000,
                UNDEFINED,
                4,
                ByteBuffer.wrap("0232".getBytes(US_ASCII)).getInt());
        entry(out, 0x9286, UNDEFINED, commentLength, commentAt);
        out.putInt(0);
        out.put(software).position(commentAt).put(comment).put(text);
        return out.array();
    }

    private static void entry(ByteBuffer out, int tag, short type, int count, int valueOrOffset) {
        out.putShort((short) tag).putShort(type).putInt(count).putInt(valueOrOffset);
    }
}
