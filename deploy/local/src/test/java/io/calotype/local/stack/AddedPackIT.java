package io.calotype.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export of each transformer family becomes a pack with {@code model add}, and {@code generate} draws with it. */
class AddedPackIT {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sd3", "sd35-medium", "flux-dev", "flux-schnell", "z-image-turbo", "flux2-klein"})
    void anExportIsAddedAndDraws(String export) throws Exception {
        // Given
        var source = Shell.ROOT.resolve("models/fixtures/packs/" + export).toString();
        // When
        var added = run("model", "add", source, "--name", "tiny");
        var drawn = run("generate", "a cat", "--model", "tiny", "--steps", "2", "--size", "64x96", "-o", "cat.png");
        // Then
        assertThat(added).contains("tiny is added: ./calotype generate --model tiny");
        assertThat(drawn).isEqualTo("cat.png\n");
        var picture = ImageIO.read(folder.resolve("cat.png").toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(64, 96);
    }

    /** Runs the built program in a folder of its own; returns what it printed after it ended well. */
    private String run(String... arguments) throws Exception {
        var out = folder.resolve("out.txt");
        var err = folder.resolve("err.txt");
        var builder = new ProcessBuilder(Shell.program(List.of(arguments))).directory(folder.toFile());
        builder.environment().put("CALOTYPE_DATA", folder.toString());
        builder.environment().put("CALOTYPE_PACKS_DIR", folder.resolve("packs").toString());
        var process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
