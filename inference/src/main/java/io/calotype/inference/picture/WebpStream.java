package io.calotype.inference.picture;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A WebP file that ends once: the reader looks ahead by a word, and would read the last one again and again, at the price of an
 * exception for each bit, for a picture that needs more bits than there are.
 */
final class WebpStream extends ImageInputStreamImpl {

    private static final int LOOK_AHEAD = 2 * Long.BYTES;

    private final byte[] bytes;

    WebpStream(byte[] file) {
        this.bytes = Arrays.copyOf(file, file.length + LOOK_AHEAD);
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        requireMore();
        return bytes[(int) streamPos++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        bitOffset = 0;
        requireMore();
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, into, offset, count);
        streamPos += count;
        return count;
    }

    private void requireMore() throws IOException {
        if (streamPos >= bytes.length) {
            throw new IOException(
                    "the file ends within its picture"); // no EOFException: the reader goes on after those
        }
    }
}
