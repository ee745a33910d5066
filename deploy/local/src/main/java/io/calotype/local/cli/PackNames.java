package io.calotype.local.cli;

import io.calotype.contracts.spec.Limits;
import java.nio.file.Path;
import java.util.Locale;

/** Names for packs of which little is known. */
final class PackNames {

    private PackNames() {}

    /** Returns the folder's name as a pack may have it: lower case, digits, and {@code . _ -} between. */
    static String of(Path folder) {
        var given = folder.toAbsolutePath().normalize().getFileName();
        return of(given == null ? "" : given.toString());
    }

    /** Returns a text as a pack's name may have it. */
    static String of(String text) {
        var name = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        var shortened = name.substring(0, Math.min(name.length(), Limits.MAX_NAME_LENGTH));
        return shortened.isEmpty() ? "model" : shortened;
    }
}
