package io.calotype.local.cli;

import io.calotype.local.failure.LocalFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The data of one run, in {@code runs/<process id>} of the data folder. */
record RunFolder(Path path, AtomicBoolean kept) {

    /** Makes this process's folder, and removes those of processes that are gone. */
    static RunFolder create(Path data) {
        var runs = data.resolve("runs");
        try {
            Files.createDirectories(runs);
            try (Stream<Path> earlier = Files.list(runs)) {
                earlier.filter(RunFolder::isOrphan).forEach(RunFolder::delete);
            }
            var mine = runs.resolve(Long.toString(ProcessHandle.current().pid()));
            return new RunFolder(Files.createDirectories(mine), new AtomicBoolean());
        } catch (IOException | UncheckedIOException e) {
            throw new LocalFailure("Cannot use the folder " + runs + ": " + e.getMessage(), e);
        }
    }

    /** Leaves the folder there, for its logs. */
    void keep() {
        kept.set(true);
    }

    void deleteUnlessKept() {
        if (!kept.get()) {
            delete(path);
        }
    }

    private static boolean isOrphan(Path folder) {
        try {
            long pid = Long.parseLong(folder.getFileName().toString());
            return ProcessHandle.of(pid).isEmpty();
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Tries for a second: a process that is being killed may still write a file into a folder that was just emptied. */
    private static void delete(Path folder) {
        for (int attempt = 0; attempt < 20 && !deleteAll(folder); attempt++) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Whether all of it could be deleted; what is left goes with the next run. */
    private static boolean deleteAll(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(RunFolder::deleteOne);
            return true;
        } catch (NoSuchFileException e) {
            return Files.notExists(folder);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
