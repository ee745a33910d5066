package io.calotype.messaging.pack;

import io.calotype.contracts.pack.PackManifest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files of a pack a service needs: all small ones, and the large ones of the pack's own folder and of some of its folders.
 *
 * @param folders beginnings of the names of folders whose large files are needed
 */
record NeededFiles(List<String> folders) {

    /** No configuration and no small table has more. */
    private static final long SMALL_BYTES = 4 << 20;

    NeededFiles {
        folders = List.copyOf(folders);
    }

    /** Those of a manifest, by path, in order. */
    Map<String, PackManifest.Entry> of(PackManifest manifest) {
        var needed = new TreeMap<String, PackManifest.Entry>(manifest.files());
        needed.entrySet().removeIf(file -> file.getValue().size() > SMALL_BYTES && !isNeeded(file.getKey()));
        return needed;
    }

    private boolean isNeeded(String path) {
        return !path.contains("/") || folders.stream().anyMatch(path::startsWith);
    }
}
