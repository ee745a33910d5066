package io.calotype.pictures.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes the chunks of a PNG file: length, type, data and CRC-32 of each. */
public final class PngChunks {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    PngChunks() {
        out.writeBytes(SIGNATURE);
    }

    /** Adds a chunk of any type. */
    PngChunks chunk(String type, byte[] data) {
        out.writeBytes(of(type, data));
        return this;
    }

    /** Returns a chunk of any type. */
    public static byte[] of(String type, byte[] data) {
        byte[] name = type.getBytes(ISO_8859_1);
        var crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(4 + name.length + data.length + 4)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    /** Adds a text: {@code tEXt} if Latin-1 can hold it, else {@code iTXt}, so that old readers see all they can. */
    PngChunks text(String keyword, String text) {
        if (ISO_8859_1.newEncoder().canEncode(text)) {
            return chunk("tEXt", (keyword + '\0' + text).getBytes(ISO_8859_1));
        }
        return international(keyword, text.getBytes(UTF_8));
    }

    /** Adds an {@code iTXt} whatever the text. */
    PngChunks international(String keyword, byte[] utf8) {
        // keyword, not compressed (two bytes), no language, no translated keyword
        byte[] head = (keyword + "\0\0\0\0\0").getBytes(ISO_8859_1);
        return chunk(
                "iTXt",
                ByteBuffer.allocate(head.length + utf8.length)
                        .put(head)
                        .put(utf8)
                        .array());
    }

    /** Returns the file so far. */
    byte[] toByteArray() {
        return out.toByteArray();
    }
}
