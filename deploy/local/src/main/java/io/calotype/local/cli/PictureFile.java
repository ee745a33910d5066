package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there whole or not at all. */
final class PictureFile {

    private PictureFile() {}

    /** Writes beside the file and moves it there; an earlier one is replaced, through a link if it is one. */
    static Path write(Path file, byte[] bytes) {
        try {
            var target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                return Files.write(file, bytes);
            }
            replace(target, bytes);
            return file;
        } catch (IOException e) {
            throw new LocalFailure("Cannot write " + file, e);
        }
    }

    private static void replace(Path target, byte[] bytes) throws IOException {
        var draft = target.resolveSibling(".calotype-" + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(draft, bytes);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }
}
