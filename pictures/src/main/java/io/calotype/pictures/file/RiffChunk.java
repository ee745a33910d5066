package io.calotype.pictures.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes a chunk of a RIFF file, such as WebP: its name, length and data, and a byte that makes the length even. */
public final class RiffChunk {

    /** A chunk's name and length. */
    public static final int HEADER = 8;

    private RiffChunk() {}

    /** Returns a chunk. */
    public static byte[] of(String fourCc, byte[] data) {
        int padding = data.length & 1;
        return ByteBuffer.allocate(HEADER + data.length + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(fourCc.getBytes(US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }
}
