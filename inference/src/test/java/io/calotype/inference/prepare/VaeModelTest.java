package io.calotype.inference.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.pack.FixturePack;
import io.calotype.inference.pack.ModelPack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaeModelTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sd15, vae_decoder",
        "sd15, vae_encoder",
        "sd15-older, vae_decoder",
        "sdxl, vae_decoder",
        "sd3, vae_decoder",
        "sd3, vae_encoder",
        "flux-dev, vae_decoder",
        "flux2-klein, vae_decoder",
        "z-image-turbo, vae_decoder",
    })
    void itsAttentionIsFusedWhetherItWasPreparedOrNot(String family, String component) throws IOException {
        // Given
        var pack = copy(family);
        // Then
        assertThat(VaeModel.withGraph(pack, component, VaeModelTest::canBeFused))
                .isFalse();
        assertThat(VaeModel.prepare(pack, component)).isTrue();
        assertThat(VaeModel.prepare(pack, component)).isTrue();
        var kept = pack.prepared(component).resolve("model.onnx");
        assertThat(VaeModel.<Path>withGraph(pack, component, graph -> graph)).isEqualTo(kept);
        assertThat(canBeFused(kept)).isFalse();
        assertThat(canBeFused(pack.model(component))).isTrue();
        assertThat(Files.readString(kept.resolveSibling("prepared.json"))).contains("\"fused_attention\" : true");
    }

    private ModelPack copy(String family) throws IOException {
        return ModelPack.draft(FixturePack.copy(family, folder.resolve(family)), family);
    }

    private static boolean canBeFused(Path graph) {
        try {
            return OnnxFile.read(graph).withFusedAttention().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
