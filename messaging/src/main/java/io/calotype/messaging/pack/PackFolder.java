package io.calotype.messaging.pack;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.pack.PackManifest;
import io.calotype.messaging.store.ObjectTooLargeException;
import io.calotype.messaging.store.StoredFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A pack's folder on disk while it is fetched.
 *
 * <p>Each file is written beside the folder, compared with the manifest, and moved into place; the manifest comes last. So a folder with
 * a manifest is whole, and a process that begins again goes on where the last one stopped. Processes that share the folder wait for
 * each other.
 */
final class PackFolder {

    private static final Logger LOG = Logger.getLogger(PackFolder.class);

    private final Path folder;
    private final Path unfinished;
    private final StoredPack pack;
    private final StoredFiles store;

    PackFolder(Path packs, StoredPack pack, StoredFiles store) {
        this.folder = packs.resolve(pack.name());
        this.unfinished = packs.resolve(".fetching-" + pack.name());
        this.pack = pack;
        this.store = store;
    }

    /** Fetches what is needed and not there. */
    void fetch(NeededFiles needed) {
        try {
            Files.createDirectories(folder);
            var lock = unfinished.resolveSibling(unfinished.getFileName() + ".lock");
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel is closed
                fetchLocked(needed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the pack " + folder, e);
        }
    }

    private void fetchLocked(NeededFiles needed) throws IOException {
        refuseAnother();
        download(PackManifest.FILE, PackManifest.MAX_BYTES, pack.digest());
        var manifest = Files.readAllBytes(unfinished);
        var missing = needed.of(parse(manifest));
        missing.entrySet().removeIf(file -> isThere(file.getKey(), file.getValue()));
        requireSpace(missing);
        for (var file : missing.entrySet()) {
            download(file.getKey(), file.getValue().size(), file.getValue().sha256());
            place(file.getKey());
        }
        Files.write(unfinished, manifest);
        place(PackManifest.FILE);
        LOG.infof("pack %s is here: %d files fetched, digest %s", pack.name(), missing.size(), pack.digest());
    }

    /** A pack is never changed in place: other services may read it. */
    private void refuseAnother() throws IOException {
        var manifest = folder.resolve(PackManifest.FILE);
        if (Files.exists(manifest) && !Sha256.hex(manifest).equals(pack.digest())) {
            throw new PackRefused(
                    pack,
                    folder + " holds the pack with the digest " + Sha256.hex(manifest) + ", not " + pack.digest()
                            + "; remove it, or give the new one another name");
        }
    }

    private PackManifest parse(byte[] manifest) {
        try {
            return PackManifest.parse(manifest);
        } catch (IllegalArgumentException e) {
            throw new PackRefused(pack, PackManifest.FILE + " " + e.getMessage(), e);
        }
    }

    private boolean isThere(String path, PackManifest.Entry entry) {
        try {
            var file = folder.resolve(path);
            return Files.isRegularFile(file)
                    && Files.size(file) == entry.size()
                    && Sha256.hex(file).equals(entry.sha256());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireSpace(Map<String, PackManifest.Entry> missing) throws IOException {
        long bytes =
                missing.values().stream().mapToLong(PackManifest.Entry::size).sum();
        long space = Files.getFileStore(folder).getUsableSpace();
        if (bytes > space) {
            throw new PackRefused(pack, "needs " + bytes + " bytes more in " + folder + ", which has " + space);
        }
    }

    private void download(String path, long limit, String sha256) throws IOException {
        if (!fetch(path, limit)) {
            throw new PackRefused(
                    pack, "the object store has no " + pack.key(path) + "; ./calotype model push puts it there");
        }
        var actual = Sha256.hex(unfinished);
        if (!actual.equals(sha256)) {
            Files.delete(unfinished);
            throw new PackRefused(pack, pack.key(path) + " has the sha256 " + actual + ", not " + sha256);
        }
    }

    private boolean fetch(String path, long limit) {
        try {
            return store.fetch(pack.key(path), unfinished, limit);
        } catch (ObjectTooLargeException e) {
            throw new PackRefused(pack, e.getMessage() + ", as its manifest says", e);
        }
    }

    private void place(String path) throws IOException {
        var target = folder.resolve(path);
        Files.createDirectories(target.getParent());
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
