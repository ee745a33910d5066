package io.calotype.pictures.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Writes JPEG of quality 0.92 with the provenance in two APP1 segments: EXIF and XMP. */
final class JpegEncoder implements PictureFileEncoder {

    private static final float QUALITY = 0.92f;
    private static final int MAX_SEGMENT = 0xffff - 2;
    private static final int START_OF_IMAGE = 2;

    @Override
    public byte[] encode(Picture picture, Provenance provenance) {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        byte[] jpeg = new ImageIoWriter(writer, "JPEG", QUALITY).write(picture);
        int afterJfif = START_OF_IMAGE + 2 + ByteBuffer.wrap(jpeg).getChar(START_OF_IMAGE + 2);
        var out = new ByteArrayOutputStream(jpeg.length + 4096);
        out.write(jpeg, 0, afterJfif);
        out.writeBytes(app1("Exif\0\0", Exif.of(provenance)));
        out.writeBytes(app1("http://ns.adobe.com/xap/1.0/\0", Xmp.of(provenance)));
        out.write(jpeg, afterJfif, jpeg.length - afterJfif);
        return out.toByteArray();
    }

    /** Two prompts of the longest allowed take at most 40 KiB in either form, so a segment always holds them. */
    private static byte[] app1(String signature, byte[] payload) {
        int length = signature.length() + payload.length;
        if (length > MAX_SEGMENT) {
            throw new IllegalArgumentException("%d bytes do not fit in a JPEG segment".formatted(length));
        }
        return ByteBuffer.allocate(4 + length)
                .putShort((short) 0xffe1)
                .putShort((short) (length + 2))
                .put(signature.getBytes(ISO_8859_1))
                .put(payload)
                .array();
    }
}
