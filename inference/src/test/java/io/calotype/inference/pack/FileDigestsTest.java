package io.calotype.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calotype.contracts.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {

    private static final FileTime EARLIER = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
        file = folder.resolve("weights");
        write((byte) 1);
    }

    private void write(byte first) throws IOException {
        var bytes = new byte[1 << 20];
        bytes[0] = first;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, EARLIER);
    }

    @Test
    void contentThatChangedIsSeenThoughItsTimeWasSetBack() throws IOException {
        // Given
        var before = FileDigests.sha256(file);
        // When
        write((byte) 2);
        // Then
        assertThat(FileDigests.sha256(file)).isNotEqualTo(before).isEqualTo(Sha256.hex(file));
    }

    @Test
    void aFileThatGotAnotherNameIsNotReadAgain() throws IOException {
        // Given
        var digest = FileDigests.sha256(file);
        var name = folder.resolve("linked");
        // When
        FileLink.linkOrCopy(file, name);
        // Then
        assertThat(FileDigests.isKnown(name)).isTrue();
        assertThat(FileDigests.isKnown(file)).isTrue();
        assertThat(FileDigests.sha256(name)).isEqualTo(digest);
    }

    @Test
    void aNameForContentThatWasNeverReadTellsNothing() throws IOException {
        // Given
        var name = folder.resolve("linked");
        // When
        FileLink.linkOrCopy(file, name);
        // Then
        assertThat(FileDigests.isKnown(name)).isFalse();
    }
}
