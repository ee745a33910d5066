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
        "sd15, STABLE_DIFFUSION, 30, 7.5",
        "sd2-v, STABLE_DIFFUSION, 30, 7.5",
        "sd-turbo, STABLE_DIFFUSION, 4, 0",
        "lcm, LATENT_CONSISTENCY, 4, 8.5",
        "sdxl, STABLE_DIFFUSION_XL, 30, 5",
        "sdxl-turbo, STABLE_DIFFUSION_XL, 4, 0"
    })
    void settingsComeFromTheConfigs(String export, Family family, int steps, double guidance) {
        // When
        var pack = ModelPack.draft(FixturePack.folder(export), export);
        // Then
        assertThat(pack.family()).isEqualTo(family);
        assertThat(pack.defaults().steps()).isEqualTo(steps);
        assertThat(pack.defaults().guidanceScale()).isEqualTo(guidance);
        assertThat(pack.defaults().size()).hasToString("64x64");
        assertThat(pack.settings().vaeScaleFactor()).isEqualTo(8);
        assertThat(pack.settings().sizeMultiple()).isEqualTo(16);
        assertThat(pack.settings().maxSequenceLength()).isEqualTo(77);
        pack.verify("unet");
    }

    @Test
    void anotherFamilyIsRefusedByName() throws IOException {
        // Given
        var pack = FixturePack.copy("sd15", folder.resolve("flux"));
        Files.writeString(pack.resolve("model_index.json"), "{\"_class_name\": \"FluxPipeline\"}");
        // Then
        assertThatThrownBy(() -> ModelPack.draft(pack, "flux"))
                .isInstanceOf(PackException.class)
                .hasMessageContaining(
                        "model_index.json: _class_name 'FluxPipeline' is none of StableDiffusionPipeline");
    }
}
