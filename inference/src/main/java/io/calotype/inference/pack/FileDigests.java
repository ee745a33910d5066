package io.calotype.inference.pack;

import io.calotype.contracts.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sha256 of files. A large one is read once by a process: under whatever name, the same inode with the same size and time of its
 * last change is the same file.
 */
final class FileDigests {

    private static final long LARGE_BYTES = 1 << 20;
    private static final Duration SETTLED = Duration.ofSeconds(2); // two changes within the clock's tick look like one

    private static final Map<State, String> KNOWN = new ConcurrentHashMap<>();

    private record State(Object inode, long size, FileTime changed) {}

    private FileDigests() {}

    static String sha256(Path file) throws IOException {
        var before = state(file);
        var known = before == null ? null : KNOWN.get(before);
        if (known != null) {
            return known;
        }
        var digest = Sha256.hex(file);
        if (before != null && before.equals(state(file))) {
            KNOWN.put(before, digest);
        }
        return digest;
    }

    /** Nothing for a file that is small, has just changed, or is on a file system without inodes. */
    private static @Nullable State state(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        var changed = attributes.lastModifiedTime();
        var inode = attributes.fileKey();
        boolean settled = changed.toInstant().isBefore(Instant.now().minus(SETTLED));
        return attributes.size() < LARGE_BYTES || inode == null || !settled
                ? null
                : new State(inode, attributes.size(), changed);
    }
}
