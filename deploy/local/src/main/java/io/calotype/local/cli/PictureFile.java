package io.calotype.local.cli;

import io.calotype.contracts.spec.InputPicture;
import io.calotype.contracts.spec.Limits;
import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A picture on this machine's disk. */
final class PictureFile {

    private PictureFile() {}

    /**
     * Reads a picture that somebody names.
     *
     * @throws io.calotype.contracts.problem.Refusal if it is larger than a picture may be
     */
    static byte[] read(Path file) {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(Limits.MAX_PICTURE_BYTES + 1);
            if (bytes.length > Limits.MAX_PICTURE_BYTES) {
                throw InputPicture.tooLarge(file.toString());
            }
            return bytes;
        } catch (IOException e) {
            throw new LocalFailure("Cannot read " + file, e);
        }
    }

    /** Writes beside the file and moves it there, so that it is there whole or not at all; an earlier one is replaced, through a link if it is one. */
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
