package io.calotype.contracts.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the {@code safetensors} Python package wrote; their recipe lies beside them. */
final class Fixture {
    private static final Path FOLDER = Path.of("../models/fixtures/safetensors");

    private Fixture() {}

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name + ".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Safetensors read(String name) {
        return SafetensorsReader.read(ByteBuffer.wrap(bytes(name)));
    }
}
