package io.calotype.diffusion.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.stage.lifecycle.DryRun;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family that starts from noise can be tried with zeros. */
class ZeroEmbeddingTest {

    private static final long SLOT_BYTES = 64L << 20;

    static List<String> families() {
        return FamilyGolden.families().stream()
                .filter(family -> !family.contains("inpainting"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void aStepFromZerosIsFinite(String family) {
        // Given
        try (var pack = FixturePack.load(family);
                var denoiser = pack.denoiser(SLOT_BYTES)) {
            var task = DryRun.task(pack.pack().defaults(), pack.pack().digest());
            var denoising = new EmbeddingCheck(pack).begin(ZeroEmbedding.of(pack, task));
            // When
            denoiser.step(List.of(denoising));
            // Then
            assertThat(denoising.trajectory().step()).isPositive();
            assertThat(denoising.firstNotFinite()).isEmpty();
        }
    }
}
