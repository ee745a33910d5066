package io.calotype.inference.picture;

import io.calotype.contracts.spec.OutputFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What is needed of a WebP file: its picture, or the first one of an animation, and how the camera was held.
 *
 * <p>Source: RFC 9649, 2.3 to 2.7.
 *
 * @param chunks at most three
 */
record WebpFile(List<WebpChunk> chunks, Orientation orientation) {

    private static final int RIFF_BYTES = 8;
    private static final int FILE_HEADER_BYTES = 12;
    private static final byte ALPHA = 0x10;
    private static final byte ALPHA_OR_ANIMATION = 0x12;

    // Bytes of a pixel that the reader takes at its peak, as measured: with alpha that is stored apart, and else.
    private static final int LAYERED_BYTES = 8;
    private static final int PLAIN_BYTES = 5;

    /** Reads a file; fails with any {@link RuntimeException} for one that is damaged or cut off. */
    static WebpFile read(ByteBuffer file) {
        var webp = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        webp.limit(Math.addExact(webp.getInt(Integer.BYTES), RIFF_BYTES)).position(FILE_HEADER_BYTES);
        var chunks = new ArrayList<WebpChunk>();
        var orientation = Orientation.UPRIGHT;
        while (webp.hasRemaining()) {
            var chunk = WebpChunk.next(webp);
            if (isNeeded(chunk, chunks)) {
                chunks.add(chunk);
            } else if (chunk.type() == WebpChunk.EXIF) {
                orientation = Exif.orientation(chunk.data());
            }
        }
        return new WebpFile(chunks, orientation);
    }

    /** Nothing behind the first picture is, and what a picture is made of is there once. */
    private static boolean isNeeded(WebpChunk chunk, List<WebpChunk> before) {
        boolean known = chunk.isPicture()
                || chunk.type() == WebpChunk.EXTENDED
                || chunk.type() == WebpChunk.ALPHA
                || chunk.type() == WebpChunk.ANIMATION;
        return known && before.stream().noneMatch(earlier -> earlier.isPicture() || earlier.type() == chunk.type());
    }

    PictureHeader header() {
        var size = picture().size();
        boolean extended = chunks.get(0).type() == WebpChunk.EXTENDED;
        if (extended && picture().type() != WebpChunk.FRAME) {
            chunks.get(0).require(size);
        }
        long pixels = (long) size.width * size.height;
        long decoded = pixels * (isLayered() ? LAYERED_BYTES : PLAIN_BYTES) + bytes();
        return new PictureHeader(OutputFormat.WEBP, size.width, size.height, decoded, orientation);
    }

    private boolean isLayered() {
        var first = chunks.get(0);
        return first.type() == WebpChunk.EXTENDED
                && (chunks.size() > 2 || (first.data().get(0) & ALPHA) != 0);
    }

    private WebpChunk picture() {
        var last = chunks.get(chunks.size() - 1);
        if (!last.isPicture()) {
            throw new IllegalArgumentException("no picture");
        }
        return last;
    }

    private int bytes() {
        return FILE_HEADER_BYTES + chunks.stream().mapToInt(WebpChunk::bytes).sum();
    }

    /** Returns a file of what is needed: the reader makes room for as many bytes as a colour profile says it has. */
    byte[] withoutMetadata() {
        var file = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x46464952).putInt(bytes() - RIFF_BYTES).putInt(0x50424557); // RIFF, WEBP
        chunks.forEach(chunk -> chunk.writeTo(file));
        if (chunks.get(0).type() == WebpChunk.EXTENDED) {
            int flags = FILE_HEADER_BYTES + RIFF_BYTES;
            file.put(flags, (byte) (file.get(flags) & ALPHA_OR_ANIMATION));
        }
        return file.array();
    }
}
