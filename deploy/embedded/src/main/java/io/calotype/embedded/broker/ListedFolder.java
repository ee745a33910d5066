package io.calotype.embedded.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder under a name that can stand in {@code log.dirs}, a list that Kafka splits at commas. */
final class ListedFolder {

    private ListedFolder() {}

    /** The folder itself, or where its path has a comma a link to it, which goes with this process. */
    static Path of(Path folder) {
        if (folder.toString().indexOf(',') < 0) {
            return folder;
        }
        try {
            var place = Files.createTempDirectory("calotype-broker");
            var link = Files.createSymbolicLink(place.resolve("data"), folder.toAbsolutePath());
            place.toFile().deleteOnExit();
            link.toFile().deleteOnExit();
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a link without a comma to " + folder, e);
        }
    }
}
