package io.calotype.diffusion.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageSize;
import org.junit.jupiter.api.Test;

class DenoisingPackTest {

    @Test
    void aSideBeyondTheTableOfPositionsIsRefused() {
        try (var pack = FixturePack.load("sd3")) {
            // When
            var largest = pack.latents(new ImageSize(96, 96));
            var refusal = catchThrowableOfType(Refusal.class, () -> pack.latents(new ImageSize(96, 112)));
            // Then
            assertThat(largest.toArray()).containsExactly(16, 12, 12);
            assertThat(refusal.problem().type()).isEqualTo(ProblemType.TOO_LARGE);
            assertThat(refusal.problem().detail())
                    .isEqualTo("height is 112; this model draws at most 96 pixels a side");
        }
    }

    @Test
    void aModelThatRotatesByPositionHasNoSuchEnd() {
        try (var pack = FixturePack.load("flux-schnell")) {
            // Then
            assertThat(pack.latents(new ImageSize(2048, 1024)).toArray()).containsExactly(16, 128, 256);
        }
    }
}
