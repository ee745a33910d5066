package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code model prepare} keeps of a pack and its variants, and what it removes. */
class ModelPrepareTest {

    private static final Path FIXTURES = Path.of(System.getProperty("calotype.root", "../.."), "models/fixtures/packs");
    private static final String UNET = "unet";

    @TempDir
    private Path folder;

    private Home home;
    private ModelPack pack;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void install() throws IOException {
        home = new Home(folder, folder.resolve("data"), folder.resolve("packs"));
        var export = folder.resolve("export");
        try (var files = Files.walk(FIXTURES.resolve("sd15"))) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        export.resolve(FIXTURES.resolve("sd15").relativize(file).toString()));
            }
        }
        Files.copy(FIXTURES.resolve("lcm/unet/model.onnx"), export.resolve("unet/model_lcm.onnx"));
        pack = PackInstall.install(export, "tiny", Files.createDirectories(home.packs()));
    }

    @Test
    void aVariantIsPreparedOnItsOwn() {
        // When
        assertThat(execute("prepare", "tiny")).as(err.toString()).isZero();
        // Then
        var prepared = pack.prepared(UNET);
        assertThat(prepared.resolve("optimised")).isNotEmptyDirectory();
        assertThat(prepared.getParent().toFile().list()).hasSize(3); // UNet and both VAEs
        // When
        assertThat(execute("prepare", "tiny", "--variant", "lcm"))
                .as(err.toString())
                .isZero();
        // Then
        assertThat(prepared.getParent().toFile().list()).hasSize(4);
        assertThat(out.toString())
                .contains("tiny, variant lcm\n")
                .contains("unet is kept as it is optimised for this processor");
        assertThat(execute("prepare", "tiny", "--variant", "int8")).isNotZero();
        assertThat(err.toString()).contains("has no variant 'int8'");
    }

    @Test
    void aLoraForSingleImagesKeepsTheDenoiserAnew() throws IOException {
        // Given
        execute("prepare", "tiny");
        var before = kept();
        var other = Files.createDirectory(pack.prepared(UNET).resolve("optimised/other"));
        Files.writeString(other.resolve("optimised.json"), "{\"format\": \"of another version\"}");
        var lora = FIXTURES.resolve("loras/sd15-kohya.safetensors").toString();
        // When
        assertThat(execute("add-lora", lora, "--to", "tiny", "--per-image", "--name", "ink"))
                .as(err.toString())
                .isZero();
        // Then
        assertThat(out.toString()).contains("unet had optimised graphs that no start uses: ");
        assertThat(kept()).hasSize(2).contains(other).doesNotContainAnyElementsOf(before);
        // When
        execute("prepare", "tiny", "--remove-others");
        // Then
        assertThat(kept()).hasSize(1).doesNotContain(other);
    }

    private List<Path> kept() throws IOException {
        try (var folders = Files.list(pack.prepared(UNET).resolve("optimised"))) {
            return folders.toList();
        }
    }

    private int execute(String command, String... arguments) {
        var line = new String[arguments.length + 2];
        line[0] = "model";
        line[1] = command;
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        return Calotype.commandLine(home)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line);
    }
}
