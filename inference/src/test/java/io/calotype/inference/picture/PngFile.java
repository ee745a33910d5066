package io.calotype.inference.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A PNG file that is written chunk by chunk, so that it may be as odd as a test wants it. */
public final class PngFile {

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    /** Begins with a header, whatever it promises. */
    public PngFile(int width, int height, int depth, int colour) {
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) depth);
        with("IHDR", header.put((byte) colour).array());
    }

    /** Adds a chunk. */
    public PngFile with(String type, byte[] data) {
        var chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        var crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        file.writeBytes(chunk.putInt((int) crc.getValue()).array());
        return this;
    }

    /** Returns the file with its end. */
    public byte[] whole() {
        with("IEND", new byte[0]);
        return file.toByteArray();
    }

    /** A text before so many zeros, compressed. */
    public static byte[] compressed(String before, int zeros) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
        try (var deflated = new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
            for (int left = zeros; left > 0; left -= 1 << 16) {
                deflated.write(new byte[Math.min(left, 1 << 16)]);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
