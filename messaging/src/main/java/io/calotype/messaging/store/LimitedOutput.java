package io.calotype.messaging.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes on what an object has, up to a limit; {@link ObjectTooLargeException} beyond it. */
final class LimitedOutput extends FilterOutputStream {

    private final String key;
    private final long limit;
    private long written;

    LimitedOutput(String key, OutputStream output, long limit) {
        super(output);
        this.key = key;
        this.limit = limit;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        written += length;
        if (written > limit) {
            throw new ObjectTooLargeException(key, written, limit);
        }
        out.write(bytes, offset, length);
    }
}
