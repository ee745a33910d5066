package io.calotype.pictures.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.calotype.contracts.spec.OutputFormat;
import io.calotype.pictures.file.PngChunks;
import io.calotype.pictures.file.RiffChunk;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A file with a C2PA manifest store in it, where each format has its place (C2PA 2.2, appendix A). */
final class CarriedStore {

    private static final int AFTER_IHDR = 33;
    private static final int START_OF_IMAGE = 2;
    private static final short APP11 = (short) 0xffeb;
    private static final int MAX_SEGMENT = 0xffff;

    private final byte[] file;
    private final int start;
    private final int length;

    private CarriedStore(byte[] file, int start, int length) {
        this.file = file;
        this.start = start;
        this.length = length;
    }

    /** Puts a store into a file that this project's encoders wrote. */
    static CarriedStore in(byte[] file, OutputFormat format, byte[] store) {
        return switch (format) {
            case PNG -> insert(file, AFTER_IHDR, PngChunks.of("caBX", store));
            case JPEG -> insert(file, START_OF_IMAGE + segmentLength(file), segment(store));
            case WEBP -> resized(insert(file, file.length, RiffChunk.of("C2PA", store)), store.length & 1);
        };
    }

    /** The complete file. */
    byte[] file() {
        return file;
    }

    /** Where the store's wrapping begins. */
    int start() {
        return start;
    }

    /** The length of the store with its wrapping. */
    int length() {
        return length;
    }

    private static CarriedStore insert(byte[] file, int at, byte[] wrapped) {
        var out = new ByteArrayOutputStream(file.length + wrapped.length);
        out.write(file, 0, at);
        out.writeBytes(wrapped);
        out.write(file, at, file.length - at);
        return new CarriedStore(out.toByteArray(), at, wrapped.length);
    }

    /** The JFIF segment must stay the first. */
    private static int segmentLength(byte[] jpeg) {
        return 2 + ByteBuffer.wrap(jpeg).getChar(START_OF_IMAGE + 2);
    }

    /** One segment holds a store with the longest chain that is accepted. */
    private static byte[] segment(byte[] store) {
        int length = 2 + 2 + 2 + 4 + store.length;
        if (length > MAX_SEGMENT) {
            throw new IllegalArgumentException("%d bytes do not fit in a JPEG segment".formatted(length));
        }
        return ByteBuffer.allocate(2 + length)
                .putShort(APP11)
                .putShort((short) length)
                .put("JP".getBytes(US_ASCII))
                .putShort((short) 1) // the first box of this type in the file
                .putInt(1) // its first and only part
                .put(store)
                .array();
    }

    /** The byte that makes a chunk's length even does not belong to it. */
    private static CarriedStore resized(CarriedStore riff, int padding) {
        ByteBuffer.wrap(riff.file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, riff.file.length - RiffChunk.HEADER);
        return new CarriedStore(riff.file, riff.start, riff.length - padding);
    }
}
