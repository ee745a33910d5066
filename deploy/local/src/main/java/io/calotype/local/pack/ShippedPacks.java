package io.calotype.local.pack;

import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Shows the packs that the build assembles among those that a user has added, so that all packs lie in one folder.
 *
 * <p>By links: the build assembles its packs afresh and would remove what else lies there.
 */
public final class ShippedPacks {

    private ShippedPacks() {}

    /** Links every pack that was built into the folder of all packs; what the user put there under the same name stays. */
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
            Files.delete(link);
        }
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.createSymbolicLink(link, folder);
        }
    }
}
