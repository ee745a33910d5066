package io.calotype.inference.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file's content under another name. */
public final class FileLink {

    private FileLink() {}

    /** Makes it: linked where the file system can, else copied. */
    public static void linkOrCopy(Path file, Path target) throws IOException {
        var source = file.toRealPath();
        try {
            FileDigests.link(target, source);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(source, target);
        }
    }
}
