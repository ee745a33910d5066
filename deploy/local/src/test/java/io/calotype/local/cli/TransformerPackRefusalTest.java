package io.calotype.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.prepare.PackInstall;
import io.calotype.local.stack.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of transformer families that cannot draw: {@code model add} names the part and the next step, with exit code 2. */
class TransformerPackRefusalTest {

    private static final Path FIXTURES = Path.of(System.getProperty("calotype.root", "../.."), "models/fixtures/packs");

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "sd3, text_encoder_2",
        "sd35-medium, vae_decoder",
        "flux-dev, text_encoder_2",
        "flux-schnell, transformer"
    })
    void aMissingComponentIsToBeExported(String family, String component) throws IOException {
        // Given
        var export = copy(family);
        PackInstall.remove(export.resolve(component));
        // When
        int exitCode = add(export);
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains(export.resolve(component) + ": is missing; export the whole pipeline again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd3", "sd35-medium", "flux-dev", "flux-schnell"})
    void channelsOfAnotherVaeAskForOneCheckpoint(String family) throws IOException {
        // Given
        var export = copy(family);
        var config = export.resolve("vae_decoder/config.json");
        var text = Files.readString(config).replace("\"latent_channels\": 16", "\"latent_channels\": 4");
        Files.writeString(config, text);
        // When
        int exitCode = add(export);
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("transformer/model.onnx: takes latents of 16 channels;"
                        + " vae_decoder/config.json has latent_channels 4; export both from one checkpoint");
    }

    @ParameterizedTest
    @CsvSource({"16, bfloat16", "17, float8 (E4M3FN)"})
    void weightsThatNoProviderRunsAreToBeExportedAgain(int type, String name) throws IOException {
        // Given
        var export = copy("flux-schnell");
        Files.write(export.resolve("transformer/model.onnx"), modelWithWeightOf(type));
        // When
        int exitCode = add(export);
        // Then
        assertThat(exitCode).isEqualTo(2);
        assertThat(err.toString())
                .contains("transformer/model.onnx: has " + name + " weights, which ONNX Runtime does not run;"
                        + " export it again with --dtype fp16 or fp32");
    }

    private Path copy(String family) throws IOException {
        var source = FIXTURES.resolve(family);
        var export = folder.resolve(family);
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                Files.copy(file, export.resolve(source.relativize(file).toString()));
            }
        }
        return export;
    }

    private int add(Path export) {
        var home = new Home(folder, folder.resolve("data"), folder.resolve("packs"));
        int exitCode = Calotype.commandLine(home)
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err, true))
                .execute("model", "add", export.toString());
        assertThat(folder.resolve("packs")).doesNotExist();
        return exitCode;
    }

    /** A model of nothing but one initializer of this element type. */
    private static byte[] modelWithWeightOf(int type) {
        byte[] tensor = {2 << 3, (byte) type};
        byte[] graph = {5 << 3 | 2, 2, tensor[0], tensor[1]};
        return new byte[] {7 << 3 | 2, 4, graph[0], graph[1], graph[2], graph[3]};
    }
}
