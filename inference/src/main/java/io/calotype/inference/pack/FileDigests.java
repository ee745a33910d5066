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
 * The sha256 of files. A large one is read once by a process: under whatever name, the same inode with the same size and times is the
 * same file. One of these is set by the system alone, where it has it, so that a file is read again whose time of its last change was
 * set back, as {@code cp -p} and {@code rsync} do.
 */
final class FileDigests {

    private static final long LARGE_BYTES = 1 << 20;
    private static final Duration SETTLED = Duration.ofSeconds(2); // two changes within the clock's tick look like one
    private static final FileTime NEVER = FileTime.fromMillis(0);

    private static final Map<State, String> KNOWN = new ConcurrentHashMap<>();

    /**
     * What tells two contents apart.
     *
     * @param modified that programs can set
     * @param changed that the system sets, also when a name is added; {@link #NEVER} where it has no such time
     */
    private record State(Object inode, long size, FileTime modified, FileTime changed) {

        boolean hasContentOf(State other) {
            return inode.equals(other.inode) && size == other.size && modified.equals(other.modified);
        }
    }

    private FileDigests() {}

    /** Whether its sha256 is known, as long as it stays as it is. */
    static boolean isKnown(Path file) throws IOException {
        var state = state(file);
        return state != null && KNOWN.containsKey(state);
    }

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

    /** Gives a file one more name, which is a change of the file in the eyes of the system but not of its content. */
    static void link(Path name, Path file) throws IOException {
        var before = state(file);
        Files.createLink(name, file);
        var known = before == null ? null : KNOWN.get(before);
        var after = state(file);
        if (before != null && known != null && after != null && after.hasContentOf(before)) {
            KNOWN.put(after, known);
        }
    }

    /** Nothing for a file that is small, was just modified, or is on a file system without inodes. */
    private static @Nullable State state(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        var modified = attributes.lastModifiedTime();
        var inode = attributes.fileKey();
        boolean settled = modified.toInstant().isBefore(Instant.now().minus(SETTLED));
        return attributes.size() < LARGE_BYTES || inode == null || !settled
                ? null
                : new State(inode, attributes.size(), modified, changed(file));
    }

    private static FileTime changed(Path file) throws IOException {
        return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (FileTime) Files.getAttribute(file, "unix:ctime")
                : NEVER;
    }
}
