package io.calotype.inference.optimised;

import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.prepare.PackInstall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Removes kept graphs that no start uses any more: those that this version made for this kind of machine and that no pack here needs,
 * and what nobody can read. Whether starts of other versions or on other machines use theirs cannot be told here.
 */
public final class UnusedGraphs {

    static final String UNFINISHED = ".unfinished";

    private static final Duration LONGEST = Duration.ofHours(1); // that writing one takes

    private UnusedGraphs() {}

    /**
     * Removes them.
     *
     * @param used the folders that starts on this machine read, whichever pack they serve
     * @param others whether to remove those of other versions and machines, too
     * @return how many bytes they had
     * @throws PackException if the folder cannot be read or written
     */
    public static long remove(ModelPack pack, String component, Set<Path> used, boolean others) {
        var all = OptimisedGraph.all(pack, component);
        var machine = Machine.here();
        if (machine.isEmpty() || !Files.isDirectory(all)) {
            return 0;
        }
        long removed = 0;
        try (var folders = Files.list(all)) {
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                if (!used.contains(folder)
                        && !isBeingWritten(folder)
                        && (others || isUnusable(folder) || isMade(folder, machine.get()))) {
                    removed += OptimisedGraph.size(folder);
                    PackInstall.remove(folder);
                }
            }
        } catch (IOException e) {
            throw new PackException(all, "cannot be read: " + e.getMessage(), e);
        }
        return removed;
    }

    private static boolean isBeingWritten(Path folder) throws IOException {
        return folder.getFileName().toString().endsWith(UNFINISHED)
                && Files.getLastModifiedTime(folder)
                        .toInstant()
                        .isAfter(Instant.now().minus(LONGEST));
    }

    /** Left by a process that was killed, or damaged. */
    private static boolean isUnusable(Path folder) {
        try {
            OptimisedGraph.note(folder);
            return false;
        } catch (IOException e) {
            return !OptimisedGraph.isNoteOfAnotherVersion(folder);
        }
    }

    /** Whether this version made it for this kind of machine. */
    private static boolean isMade(Path folder, Machine machine) {
        try {
            var note = OptimisedGraph.note(folder);
            return note.format().equals(OptimisedGraph.FORMAT) && note.machine().equals(machine);
        } catch (IOException e) {
            return false;
        }
    }
}
