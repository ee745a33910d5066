package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.local.failure.LocalFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {

    @TempDir
    Path folder;

    @Test
    void anEarlierFileIsReplacedThroughItsLink() throws Exception {
        // Given
        var file = Files.write(folder.resolve("a.png"), new byte[] {1, 2});
        var link = Files.createSymbolicLink(folder.resolve("link.png"), file);
        // When
        var written = PictureFile.write(link, new byte[] {3});
        // Then
        assertThat(written).isEqualTo(link).isSymbolicLink();
        assertThat(file).hasBinaryContent(new byte[] {3});
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.png", "link.png");
    }

    @Test
    void aFolderThatIsNotThereIsNamedOnce() {
        var file = folder.resolve("gone/a.png");
        assertThatThrownBy(() -> PictureFile.write(file, new byte[1]))
                .isInstanceOf(LocalFailure.class)
                .hasMessage("Cannot write " + file);
    }
}
