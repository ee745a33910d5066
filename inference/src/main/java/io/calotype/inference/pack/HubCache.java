package io.calotype.inference.pack;

import java.nio.file.Path;

/**
 * The cache of {@code huggingface_hub}: {@code models--<owner>--<name>/snapshots/<revision>} has links into
 * {@code models--<owner>--<name>/blobs}.
 */
final class HubCache {

    private HubCache() {}

    /** Whether a folder is a snapshot of a model, and a file one of the same model's blobs; both real paths. */
    static boolean holds(Path folder, Path file) {
        var snapshots = folder.getParent();
        if (snapshots == null || !snapshots.endsWith("snapshots")) {
            return false;
        }
        var model = snapshots.getParent();
        return model != null
                && model.getFileName() != null
                && model.getFileName().toString().startsWith("models--")
                && file.startsWith(model.resolve("blobs"));
    }
}
