package io.calotype.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel.Preparation;
import io.calotype.inference.prepare.DenoisingModel.Timesteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenoisingModelTest {

    private static final SessionSettings CPU = SessionSettings.cpu(1);
    private static final double LAST_BITS = 2e-6; // of the largest output

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd2-epsilon", "sd2-v", "lcm", "sdxl", "sd15-inpainting"})
    void everyRowGetsItsOwnTimestep(String family) {
        // Given
        var pack = ModelPack.draft(FixturePack.folder(family), family);
        var file = pack.model("unet");
        var check = GraphCheck.of(pack);
        // When
        try (var scalar = OnnxModel.load(file, CPU);
                var perRow = load(pack, "unet")) {
            // Then
            assertThat(scalar.input("timestep").orElseThrow().rank()).isZero();
            assertThat(perRow.input("timestep").orElseThrow().rank()).isOne();
            assertThat(check.difference(scalar, check.together(perRow))).isLessThan(LAST_BITS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd15", "sd2-epsilon", "sd2-v", "lcm", "sdxl", "sd15-inpainting"})
    void aTimestepPerRowAloneChangesNoBit(String family) throws IOException {
        // Given
        var file = FixturePack.folder(family).resolve("unet/model.onnx");
        var check = GraphCheck.of(ModelPack.draft(FixturePack.folder(family), family));
        var edits = GraphEdits.of(file);
        try (edits;
                var scalar = OnnxModel.load(file, CPU);
                var perRow = OnnxModel.load(file, edits.exact().orElseThrow().graph(), CPU)) {
            // When
            double difference = check.difference(scalar, check.together(perRow));
            // Then
            assertThat(difference).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sd3", "sd35-medium", "flux-dev", "flux2-klein", "z-image-turbo"})
    void aTransformersAttentionIsFusedWhenItIsPrepared(String family, @TempDir Path folder) throws IOException {
        // Given
        var pack = ModelPack.draft(FixturePack.copy(family, folder.resolve(family)), family);
        var check = GraphCheck.of(pack);
        // When
        var preparation = DenoisingModel.prepare(pack, "transformer");
        // Then
        assertThat(preparation).isEqualTo(new Preparation(Timesteps.PER_ROW, true));
        assertThat(DenoisingModel.prepare(pack, "transformer")).isEqualTo(preparation);
        try (var exported = OnnxModel.load(pack.model("transformer"), CPU);
                var fused = load(pack, "transformer")) {
            assertThat(check.difference(exported, check.together(fused))).isLessThan(LAST_BITS);
        }
    }

    @Test
    void anExportThatLeavesTheNumberOfChannelsOpenIsFusedToo(@TempDir Path folder) throws IOException {
        // Given
        var pack = ModelPack.draft(FixturePack.copy("sd15-older", folder.resolve("older")), "older");
        // When
        var preparation = DenoisingModel.prepare(pack, "unet");
        // Then
        assertThat(preparation).isEqualTo(new Preparation(Timesteps.PER_ROW, true));
    }

    @Test
    void theEditedGraphIsKeptBesideThePackAndTakenFromThere(@TempDir Path folder) throws IOException {
        // Given
        var pack = ModelPack.draft(FixturePack.copy("sd15", folder.resolve("sd15")), "sd15");
        // When
        var preparation = DenoisingModel.prepare(pack, "unet");
        // Then
        var kept = folder.resolve(".prepared").resolve(pack.modelSha256("unet"));
        assertThat(preparation).isEqualTo(new Preparation(Timesteps.EDITED, true));
        assertThat(kept(pack)).contains(kept.resolve("model.onnx"));
        assertThat(Files.readString(kept.resolve("prepared.json"))).contains("\"largest_difference\" : ");
        try (var model = load(pack, "unet")) {
            assertThat(model.input("timestep").orElseThrow().rank()).isOne();
        }
    }

    @Test
    void aKeptGraphThatWasChangedIsNotTaken(@TempDir Path folder) throws IOException {
        // Given
        var pack = ModelPack.draft(FixturePack.copy("sd15", folder.resolve("sd15")), "sd15");
        DenoisingModel.prepare(pack, "unet");
        var kept = kept(pack).orElseThrow();
        // When
        Files.write(kept, new byte[] {0});
        // Then
        assertThat(kept(pack)).isEmpty();
        try (var model = load(pack, "unet")) {
            assertThat(model.input("timestep").orElseThrow().rank()).isOne();
        }
    }

    private static OnnxModel load(ModelPack pack, String component) {
        return DenoisingModel.withGraph(pack, component, graph -> OnnxModel.load(pack.model(component), graph, CPU));
    }

    private static Optional<Path> kept(ModelPack pack) {
        return PreparedGraph.beside(pack, "unet").decision().flatMap(PreparedGraph.Decision::graph);
    }
}
