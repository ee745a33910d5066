package io.calotype.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void aFullDiskIsNamedHoweverDeepItLies() {
        // Given
        var full = new FileSystemException("kafka/meta.properties", null, "No space left on device");
        var failure = new CompletionException(new IllegalStateException("Cannot format kafka", new IOException(full)));
        // Then
        assertThat(Reason.of(failure))
                .isEqualTo("Cannot format kafka:"
                        + " java.nio.file.FileSystemException: kafka/meta.properties: No space left on device");
    }

    @Test
    void whatIsRepeatedIsSaidOnce() {
        var failure = new LocalFailure("Cannot read a.png: no such bucket", new IOException("no such bucket"));
        assertThat(Reason.of(failure)).isEqualTo("Cannot read a.png: no such bucket");
    }

    @Test
    void anExceptionThatOnlyNamesItsFileGetsItsReason() {
        var failure = new UncheckedIOException("Cannot write out/a.png", new NoSuchFileException("out/a.png"));
        assertThat(Reason.of(failure)).isEqualTo("Cannot write out/a.png: out/a.png: No such file or directory");
    }
}
