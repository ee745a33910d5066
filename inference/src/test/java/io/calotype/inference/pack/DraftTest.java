package io.calotype.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An export without a manifest, opened as it stands. */
class DraftTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sd15, Stable Diffusion, 30, 7.5, 77, 8",
        "sd2-v, Stable Diffusion, 30, 7.5, 77, 8",
        "sd-turbo, Stable Diffusion, 4, 0, 77, 8",
        "lcm, Latent Consistency, 4, 8.5, 77, 8",
        "sdxl, Stable Diffusion XL, 30, 5, 77, 8",
        "sdxl-turbo, Stable Diffusion XL, 4, 0, 77, 8",
        "sd3, Stable Diffusion 3, 28, 7, 256, 8",
        "sd35-medium, Stable Diffusion 3, 28, 7, 256, 8",
        "flux-dev, Flux.1, 28, 3.5, 512, 8",
        "flux-schnell, Flux.1, 4, 0, 256, 8",
        "z-image-turbo, Z-Image, 8, 0, 512, 8",
        "flux2-klein, FLUX.2 klein, 4, 1, 512, 16",
        "flux2-klein-base, FLUX.2 klein, 50, 4, 512, 16"
    })
    void settingsComeFromTheConfigs(String export, String family, int steps, double guidance, int tokens, int scale) {
        // When
        var pack = ModelPack.draft(FixturePack.folder(export), export);
        // Then
        assertThat(pack.family().title()).isEqualTo(family);
        assertThat(pack.defaults().steps()).isEqualTo(steps);
        assertThat(pack.defaults().guidanceScale()).isEqualTo(guidance);
        assertThat(pack.defaults().size()).hasToString("64x64");
        assertThat(pack.settings().vaeScaleFactor()).isEqualTo(scale);
        assertThat(pack.settings().sizeMultiple()).isEqualTo(16);
        assertThat(pack.settings().maxSequenceLength()).isEqualTo(tokens);
        pack.verify(pack.family().denoiser().component());
    }

    @Test
    void anotherFamilyIsRefusedByName() throws IOException {
        // Given
        var pack = FixturePack.copy("sd15", folder.resolve("kandinsky"));
        Files.writeString(pack.resolve("model_index.json"), "{\"_class_name\": \"Kandinsky3Pipeline\"}");
        // Then
        assertThatThrownBy(() -> ModelPack.draft(pack, "kandinsky"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(
                        "model_index.json: _class_name 'Kandinsky3Pipeline' is none of StableDiffusionPipeline");
    }
}
