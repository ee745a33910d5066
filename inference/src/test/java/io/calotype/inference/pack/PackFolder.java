package io.calotype.inference.pack;

import io.calotype.contracts.pack.PackManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Writes pack folders for tests. */
record PackFolder(Path root) {

    PackFolder with(String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** Lists every file there is now. */
    PackFolder withManifest() throws IOException {
        try (var files = Files.walk(root)) {
            var entries = files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(path -> !path.equals(PackManifest.FILE))
                    .map(path -> entry(
                            path,
                            PackFiles.sha256(root.resolve(path)),
                            root.resolve(path).toFile().length()))
                    .collect(Collectors.joining(", ", "{\"files\": {", "}}"));
            return with(PackManifest.FILE, entries);
        }
    }

    /** Lists one file only. */
    PackFolder withManifest(String path, String sha256, long size) throws IOException {
        return with(PackManifest.FILE, "{\"files\": {" + entry(path, sha256, size) + "}}");
    }

    String digest() {
        return PackFiles.sha256(root.resolve(PackManifest.FILE));
    }

    private static String entry(String path, String sha256, long size) {
        return "\"%s\": {\"sha256\": \"%s\", \"size\": %d}".formatted(path.replace("\\", "\\\\"), sha256, size);
    }
}
