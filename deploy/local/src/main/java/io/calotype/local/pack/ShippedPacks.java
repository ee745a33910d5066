package io.calotype.local.pack;

import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Shows the packs that the build assembles among those that a user has added, so that all packs lie in one folder.
 *
 * <p>As links: the build recreates its folder of packs, and would remove added ones.
 */
public final class ShippedPacks {

    private ShippedPacks() {}

    /** Links every built pack into the folder of all packs, except where the user has one of the same name. */
    public static void show(Path built, Path packs) {
        if (!Files.isDirectory(built)) {
            return;
        }
        try (var folders =
                Files.newDirectoryStream(built, folder -> Files.isRegularFile(folder.resolve("pack.json")))) {
            Files.createDirectories(packs);
            for (var folder : folders) {
                link(packs.resolve(folder.getFileName()), folder.toAbsolutePath());
            }
        } catch (IOException e) {
            throw new LocalFailure("Cannot show the packs of " + built + " in " + packs + ": " + e.getMessage(), e);
        }
    }

    private static void link(Path link, Path folder) throws IOException {
        if (Files.isSymbolicLink(link) && !Files.readSymbolicLink(link).equals(folder)) {
            Files.deleteIfExists(link);
        }
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            create(link, folder);
        }
    }

    private static void create(Path link, Path folder) throws IOException {
        try {
            Files.createSymbolicLink(link, folder);
        } catch (FileAlreadyExistsException e) {
            // Another process that starts at this moment was faster.
        }
    }
}
