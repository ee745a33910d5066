package io.calotype.local.cli;

import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.failure.LocalFailure;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder for packs that only this run needs, in the data folder, so that files can be linked; it goes at the end. */
record PackFolderForRun(Path path, Home home) implements AutoCloseable {

    static PackFolderForRun create(Home home) {
        try {
            var path =
                    Files.createDirectories(RunFolder.create(home.data()).path().resolve("packs"));
            return new PackFolderForRun(path, new Home(home.root(), home.data(), path));
        } catch (IOException e) {
            throw new LocalFailure("Cannot create a folder in " + home.data(), e);
        }
    }

    @Override
    public void close() {
        PackInstall.remove(path);
    }
}
