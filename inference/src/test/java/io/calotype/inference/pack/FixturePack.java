package io.calotype.inference.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tiny exports of every family; {@code models/fixtures/packs} makes them again. */
public final class FixturePack {

    private static final Path FOLDER = Path.of("../models/fixtures/packs");

    private FixturePack() {}

    /** An export as it lies in the repository. */
    public static Path folder(String family) {
        return FOLDER.resolve(family);
    }

    /** A copy of an export, to be changed. */
    public static Path copy(String family, Path target) throws IOException {
        var source = folder(family);
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }
}
