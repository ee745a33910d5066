package io.calotype.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a program as its JVM keeps them in memory, written by one process and mapped by those after it (application
 * class-data sharing). A JVM of another version, or beside another jar, ignores it.
 *
 * @param file in the build folder; may be missing
 */
public record ClassArchive(Path file) {

    private static final String RECORD = "-XX:ArchiveClassesAtExit=";
    /** Says of hundreds of classes that they cannot be kept, and of an archive that it does not fit. */
    private static final String QUIET = "-Xlog:cds*=off";

    /** The archive of a service, outside the folder that images are made of. */
    static ClassArchive of(Path jar) {
        return new ClassArchive(
                jar.toAbsolutePath().resolve("../../app-cds.jsa").normalize());
    }

    /** Options of a JVM that writes the archive when it exits. */
    List<String> recordOptions() {
        return List.of(RECORD + file, QUIET);
    }

    /** Options of a JVM that maps the archive; none where there is no archive, or where the JVM writes one. */
    List<String> useOptions(List<String> others) {
        if (isRecordedBy(others) || !Files.isRegularFile(file)) {
            return List.of();
        }
        return List.of("-XX:SharedArchiveFile=" + file, QUIET);
    }

    /** Whether a JVM with these options writes an archive. */
    static boolean isRecordedBy(List<String> options) {
        return options.stream().anyMatch(option -> option.startsWith(RECORD));
    }
}
