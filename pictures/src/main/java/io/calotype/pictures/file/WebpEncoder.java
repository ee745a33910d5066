package io.calotype.pictures.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes lossy WebP of quality 0.9 in the extended container (RFC 9649), with the provenance in its EXIF and XMP chunks. */
final class WebpEncoder implements PictureFileEncoder {

    private static final float QUALITY = 0.9f;
    private static final int RIFF_HEADER = 12;
    private static final byte EXIF_AND_XMP = 0x08 | 0x04;

    @Override
    public byte[] encode(Picture picture, Provenance provenance) {
        var body = new ByteArrayOutputStream();
        body.writeBytes("WEBP".getBytes(US_ASCII));
        body.writeBytes(RiffChunk.of("VP8X", canvas(picture)));
        body.writeBytes(bitstream(picture));
        body.writeBytes(RiffChunk.of("EXIF", Exif.of(provenance)));
        body.writeBytes(RiffChunk.of("XMP ", Xmp.of(provenance)));
        return RiffChunk.of("RIFF", body.toByteArray());
    }

    /** The image chunk without the RIFF header around it; libwebp pads it to an even length already. */
    private static byte[] bitstream(Picture picture) {
        var writer = new WebPImageWriterSpi().createWriterInstance(null);
        byte[] simple = new ImageIoWriter(writer, "Lossy", QUALITY).write(picture);
        return Arrays.copyOfRange(simple, RIFF_HEADER, simple.length);
    }

    private static byte[] canvas(Picture picture) {
        return ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(EXIF_AND_XMP)
                .putShort((short) (picture.width() - 1)) // the low 16 of 24 bits; libwebp takes no longer sides
                .put((byte) 0)
                .putShort((short) (picture.height() - 1))
                .put((byte) 0)
                .array();
    }
}
