package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LoRAs and embeddings that do not fit: each is refused with the file's name and exit code 2, and no pack is made. */
class AdapterRefusalTest {

    private static final Path FIXTURES = Path.of(System.getProperty("calotype.root", "../.."), "models/fixtures/packs");

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add-embedding | embeddings/sdxl-style.safetensors | sd15 | it is for 2 CLIP text encoders",
                "add-embedding | embeddings/sd15-style.safetensors | sdxl | it is for 1 CLIP text encoders",
                "add-embedding | embeddings/sd15-style.safetensors | flux2-klein | which has no CLIP text encoder",
                "add-embedding | loras/sd15-kohya.safetensors | sd15 | has several embeddings, [",
                "add-lora | embeddings/sd15-style.safetensors | sd15 | has emb_params, which is no part of a LoRA",
            })
    void whatDoesNotFitIsNamed(String command, String file, String pack, String fault) throws IOException {
        // Given
        PackInstall.install(FIXTURES.resolve(pack), pack, Files.createDirectories(folder.resolve("packs")));
        // When
        int exitCode = model(command, FIXTURES.resolve(file).toString(), "--to", pack, "--name", "new");
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString()).contains(FIXTURES.resolve(file) + ": ").contains(fault);
        try (var packs = Files.list(folder.resolve("packs"))) {
            assertThat(packs.map(Path::getFileName).map(Path::toString)).containsExactly(pack);
        }
    }

    @Test
    void aPickleAndABlankTokenAreNamed() throws IOException {
        // Given
        PackInstall.install(FIXTURES.resolve("sd15"), "sd15", Files.createDirectories(folder.resolve("packs")));
        byte[] zip = {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0};
        var pickle = Files.write(folder.resolve("style.pt"), zip).toString();
        var style = FIXTURES.resolve("embeddings/sd15-style.safetensors").toString();
        // Then
        assertThat(model("add-embedding", pickle, "--to", "sd15")).isEqualTo(2);
        assertThat(err.toString()).contains("style.pt: is a pickle of PyTorch").contains("docs/models.md");
        assertThat(model("add-embedding", style, "--to", "sd15", "--token", " "))
                .isEqualTo(2);
        assertThat(err.toString()).contains("has a blank token");
    }

    private int model(String... arguments) {
        var home = new Home(folder, folder.resolve("data"), folder.resolve("packs"));
        return Calotype.commandLine(home)
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("model"), Stream.of(arguments)).toArray(String[]::new));
    }
}
