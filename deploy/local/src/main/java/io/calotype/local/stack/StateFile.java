package io.calotype.local.stack;

import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file through which other commands find the running stack. */
public record StateFile(Path path) {

    /** Writes the file; readable by its owner only, since it holds the store's credentials. */
    public void write(StackState state) {
        state.write(path);
    }

    /** Removes the file when the stack stops. */
    public void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new LocalFailure("Cannot remove " + path, e);
        }
    }
}
