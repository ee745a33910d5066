package io.calotype.gateway.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes that can be read more than once, wherever they are.
 *
 * @param size how many there are
 */
public record Bytes(Source source, long size) {

    /** Where bytes come from. */
    @FunctionalInterface
    public interface Source {
        /** Opens them, from the first on; to be closed by who reads. */
        InputStream open() throws IOException;
    }

    /** Bytes in memory, few of them. */
    public static Bytes of(byte[] bytes) {
        return new Bytes(() -> new ByteArrayInputStream(bytes), bytes.length);
    }

    /** Opens the bytes; to be closed by who reads them. */
    public InputStream open() throws IOException {
        return source.open();
    }
}
