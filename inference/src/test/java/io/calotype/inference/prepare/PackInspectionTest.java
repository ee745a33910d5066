package io.calotype.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.onnx.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of exports as downloads, archives and file managers leave them. */
class PackInspectionTest {

    /** Has a file of external data. */
    private static final Path EXPORT = Path.of("../models/fixtures/packs/sd15-older");

    @TempDir
    Path folder;

    @Test
    void whatSystemsLeaveIsNoPartOfTheModel() throws IOException {
        // Given
        var export = folder.resolve("export");
        copy(EXPORT, export);
        Files.write(export.resolve("unet/._model.onnx"), new byte[] {0, 5, 22, 7});
        Files.write(export.resolve("tokenizer/.DS_Store"), new byte[] {0});
        // When
        var pack = PackInstall.install(export, "tiny", Files.createDirectories(folder.resolve("packs")));
        Files.write(pack.directory().resolve("unet/._model.onnx"), new byte[] {0, 5, 22, 7});
        // Then
        assertThat(faults(export)).isEmpty();
        assertThat(pack.files()).doesNotContain("unet/._model.onnx", "tokenizer/.DS_Store");
        assertThat(faults(pack.directory())).isEmpty();
    }

    @Test
    void aSnapshotOfTheHubsCacheIsReadThroughItsLinks() throws IOException {
        // Given
        var snapshot = snapshot("models--someone--tiny");
        // When
        var pack = PackInstall.install(snapshot, "tiny", Files.createDirectories(folder.resolve("packs")));
        // Then
        assertThat(faults(snapshot)).isEmpty();
        assertThat(pack.directory().resolve("unet/weights.pb")).isRegularFile();
        assertThat(Files.isSymbolicLink(pack.directory().resolve("unet/weights.pb")))
                .isFalse();
    }

    @Test
    void linksIntoAnotherModelsBlobsAreRefused() throws IOException {
        // Given
        var snapshot = snapshot("models--someone--tiny");
        var other = snapshot("models--someone--else");
        var model = snapshot.resolve("unet/model.onnx");
        Files.delete(model);
        Files.createSymbolicLink(model, other.resolve("unet/model.onnx").toRealPath());
        // Then
        assertThat(faults(snapshot)).containsExactly(model + ": is a link that leads out of the pack");
    }

    @ParameterizedTest
    @CsvSource({
        "sd3, text_encoder_2",
        "sd35-medium, tokenizer_2",
        "flux-dev, text_encoder_2",
        "flux-schnell, tokenizer_2",
        "flux-schnell, transformer"
    })
    void aMissingPartOfATransformersFamilyIsNamed(String family, String part) throws IOException {
        // Given
        var export = folder.resolve(family);
        copy(EXPORT.resolveSibling(family), export);
        PackInstall.remove(export.resolve(part));
        // Then
        assertThat(faults(export)).contains(export.resolve(part) + ": is missing; export the whole pipeline again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd3", "sd35-medium", "flux-dev", "flux-schnell"})
    void anotherVaesChannelsAreRefused(String family) throws IOException {
        // Given
        var export = folder.resolve(family);
        copy(EXPORT.resolveSibling(family), export);
        var config = export.resolve("vae_decoder/config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"latent_channels\": 16", "\"latent_channels\": 4"));
        // Then
        assertThat(faults(EXPORT.resolveSibling(family))).isEmpty();
        assertThat(faults(export))
                .containsExactly(export.resolve("transformer/model.onnx")
                        + ": takes latents of 16 channels; vae_decoder/config.json has latent_channels 4;"
                        + " export both from one checkpoint");
    }

    private Path snapshot(String model) throws IOException {
        var snapshot = folder.resolve(model).resolve("snapshots/0123456789abcdef");
        var blobs = Files.createDirectories(folder.resolve(model).resolve("blobs"));
        copy(EXPORT, snapshot);
        try (var files = Files.walk(snapshot)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var blob = Files.move(file, blobs.resolve(UUID.randomUUID().toString()));
                Files.createSymbolicLink(file, file.getParent().relativize(blob));
            }
        }
        return snapshot;
    }

    private static List<String> faults(Path export) {
        return PackInspection.of(export, "tiny", SessionSettings.cpu(1)).faults();
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (var files = Files.walk(source)) {
            for (var file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
    }
}
