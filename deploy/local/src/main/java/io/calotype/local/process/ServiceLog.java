package io.calotype.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The file that a service writes its log to.
 *
 * @param start where the log of the current process starts, in bytes
 */
public record ServiceLog(Path file, long start) {

    private static final long LARGE = 10L << 20;
    private static final int TAIL_BYTES = 16 << 10;

    /** The log of a process that starts now; a file of more than 10 MiB is set aside. */
    static ServiceLog begin(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) > LARGE) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return new ServiceLog(file, file.toFile().length());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the log " + file, e);
        }
    }

    /** The last lines, at most {@code count}, of what was written since {@code start}; none if the file cannot be read. */
    public List<String> tail(int count) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(Math.max(start, log.length() - TAIL_BYTES));
            var bytes = new byte[TAIL_BYTES];
            int read = Math.max(0, log.read(bytes));
            var lines =
                    new String(bytes, 0, read, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - count), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
