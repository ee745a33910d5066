package io.calotype.inference.picture;

import java.awt.Dimension;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A chunk of a WebP file.
 *
 * @param type its four characters, the first one lowest
 * @param data little-endian, without the padding
 */
record WebpChunk(int type, ByteBuffer data) {

    static final int LOSSY = 0x20385056;
    static final int LOSSLESS = 0x4C385056;
    static final int EXTENDED = 0x58385056;
    static final int ALPHA = 0x48504C41;
    static final int ANIMATION = 0x4D494E41;
    static final int FRAME = 0x464D4E41;
    static final int EXIF = 0x46495845;

    private static final int EXTENDED_SIZE_AT = 4;
    private static final int FRAME_SIZE_AT = 6;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int SIDE_BITS = 0x3FFF;

    /** Reads the next chunk; fails with any {@link RuntimeException} where it is cut off. */
    static WebpChunk next(ByteBuffer chunks) {
        int type = chunks.getInt();
        int length = chunks.getInt();
        var data = chunks.slice(chunks.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        chunks.position(Math.min(chunks.limit(), chunks.position() + length + length % 2));
        return new WebpChunk(type, data);
    }

    /** Tells whether there is a picture of its own in it. */
    boolean isPicture() {
        return type == LOSSY || type == LOSSLESS || type == FRAME;
    }

    /** Returns the picture's size, which is the same wherever the chunk says it. */
    Dimension size() {
        return switch (type) {
            case LOSSY -> new Dimension(data.getShort(6) & SIDE_BITS, data.getShort(8) & SIDE_BITS);
            case LOSSLESS -> new Dimension((data.getInt(1) & SIDE_BITS) + 1, (data.getInt(1) >> 14 & SIDE_BITS) + 1);
            case EXTENDED -> size(EXTENDED_SIZE_AT);
            default -> frameSize();
        };
    }

    /** An animation's frame, whose picture is in chunks of its own. */
    private Dimension frameSize() {
        var size = size(FRAME_SIZE_AT);
        var chunks = data.slice(FRAME_HEADER_BYTES, data.limit() - FRAME_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        while (chunks.hasRemaining()) {
            var chunk = next(chunks);
            if (chunk.type == LOSSY || chunk.type == LOSSLESS) {
                chunk.require(size);
            }
        }
        return size;
    }

    /** Fails unless the picture in this chunk is of a size. */
    void require(Dimension size) {
        if (!size().equals(size)) {
            throw new IllegalArgumentException("one size within another");
        }
    }

    private Dimension size(int at) {
        return new Dimension((data.getInt(at) & 0xFFFFFF) + 1, (data.getInt(at + 2) >>> Byte.SIZE) + 1);
    }

    int bytes() {
        return 2 * Integer.BYTES + data.limit() + data.limit() % 2;
    }

    void writeTo(ByteBuffer file) {
        int end = file.position() + bytes();
        file.putInt(type).putInt(data.limit()).put(data.duplicate()).position(end);
    }
}
