package io.calotype.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel.Timesteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenoisingModelTest {

    private static final SessionSettings CPU = SessionSettings.cpu(1);

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd2-epsilon", "sd2-v", "lcm", "sdxl", "sd15-inpainting"})
    void everyRowGetsItsOwnTimestep(String family) {
        // Given
        var pack = ModelPack.draft(FixturePack.folder(family), family);
        var file = pack.model("unet");
        // When
        try (var scalar = OnnxModel.load(file, CPU);
                var perRow = DenoisingModel.load(pack, "unet", CPU)) {
            // Then
            assertThat(scalar.input("timestep").orElseThrow().rank()).isZero();
            assertThat(perRow.input("timestep").orElseThrow().rank()).isOne();
            assertThat(TimestepCheck.difference(scalar, TimestepCheck.together(perRow)))
                    .isZero();
        }
    }

    @Test
    void theEditedGraphIsKeptBesideThePackAndTakenFromThere(@TempDir Path folder) throws IOException {
        // Given
        var pack = ModelPack.draft(FixturePack.copy("sd15", folder.resolve("sd15")), "sd15");
        // When
        var timesteps = DenoisingModel.prepare(pack, "unet", CPU);
        // Then
        var kept = folder.resolve(".prepared").resolve(pack.modelSha256("unet"));
        assertThat(timesteps).isEqualTo(Timesteps.EDITED);
        assertThat(PreparedGraph.beside(pack, "unet").graph()).contains(kept.resolve("model.onnx"));
        assertThat(Files.readString(kept.resolve("prepared.json"))).contains("\"largest_difference\" : 0.0");
        try (var model = DenoisingModel.load(pack, "unet", CPU)) {
            assertThat(model.input("timestep").orElseThrow().rank()).isOne();
        }
    }

    @Test
    void aKeptGraphThatWasChangedIsNotTaken(@TempDir Path folder) throws IOException {
        // Given
        var pack = ModelPack.draft(FixturePack.copy("sd15", folder.resolve("sd15")), "sd15");
        DenoisingModel.prepare(pack, "unet", CPU);
        var kept = PreparedGraph.beside(pack, "unet").graph().orElseThrow();
        // When
        Files.write(kept, new byte[] {0});
        // Then
        assertThat(PreparedGraph.beside(pack, "unet").graph()).isEmpty();
        try (var model = DenoisingModel.load(pack, "unet", CPU)) {
            assertThat(model.input("timestep").orElseThrow().rank()).isOne();
        }
    }
}
