package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.spec.OutputFormat;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputNamesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"a.png,PNG", "a.PNG,PNG", "a.jpg,JPEG", "dir.d/a.jpeg,JPEG", "a.b.webp,WEBP"})
    void theEndingIsTheFormat(String target, OutputFormat format) {
        assertThat(new OutputNames(target, "x", 1).format()).contains(format);
    }

    @Test
    void anotherEndingIsRefusedByName() {
        assertThatThrownBy(() -> new OutputNames("a.gif", "x", 1).format())
                .hasMessage("-o a.gif must end in .png, .jpg or .webp, or be a folder");
    }

    @Test
    void aFolderLeavesTheFormatToThePack() {
        assertThat(new OutputNames(folder.toString(), "x", 1).format()).isEmpty();
        assertThat(new OutputNames("new/", "x", 1).format()).isEmpty();
        assertThat(new OutputNames(null, "x", 1).format()).isEmpty();
    }

    @Test
    void onePictureHasTheNameItWasGiven() {
        assertThat(new OutputNames(folder + "/deep/apple.png", "x", 1).file(0, "7", ".png"))
                .isEqualTo(folder.resolve("deep/apple.png"))
                .satisfies(file -> assertThat(file.getParent()).isDirectory());
    }

    @Test
    void severalPicturesAreNumbered() {
        // Given
        var names = new OutputNames(folder + "/apple.v1.png", "x", 2);
        // When / Then
        assertThat(names.file(0, "7", ".png")).isEqualTo(folder.resolve("apple.v1-0.png"));
        assertThat(names.file(1, "8", ".png")).isEqualTo(folder.resolve("apple.v1-1.png"));
    }

    @Test
    void inAFolderPromptAndSeedAreTheName() {
        assertThat(new OutputNames(folder.toString(), "A red apple, 3D!", 2).file(1, "8", ".webp"))
                .isEqualTo(folder.resolve("a-red-apple-3d-8.webp"));
        assertThat(new OutputNames(folder.toString(), "???", 1).file(0, "1", ".png"))
                .isEqualTo(folder.resolve("picture-1.png"));
    }

    @Test
    void aPromptCannotLeaveTheFolder() {
        assertThat(new OutputNames(folder.toString(), "../../etc/passwd", 1).file(0, "1", ".png"))
                .isEqualTo(folder.resolve("etc-passwd-1.png"));
    }
}
