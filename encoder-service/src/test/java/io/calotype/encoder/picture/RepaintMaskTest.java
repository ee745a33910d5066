package io.calotype.encoder.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.spec.ImageSize;
import io.calotype.inference.picture.Pixels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RepaintMaskTest {
    private static final ImageSize SIZE = new ImageSize(64, 64);

    @Test
    void whiteIsPaintedAnew() {
        // Given: the left half white, and of the right half a gray below the middle
        var mask = picture(0xFFFFFFFF, 0xFF7F7F7F);
        // Then
        assertThat(RepaintMask.of(mask, SIZE).ofLatents(32).toFloatArray()).containsExactly(1, 0, 1, 0);
    }

    @Test
    void orWhatIsTransparentIfAnythingIs() {
        assertThat(RepaintMask.of(picture(0xFFFFFFFF, 0x00FFFFFF), SIZE)
                        .ofLatents(32)
                        .toFloatArray())
                .containsExactly(0, 1, 0, 1);
    }

    @Test
    void isBroughtToSize() {
        // Given
        var small = new Pixels(2, 2, new int[] {0xFF000000, 0xFFFFFFFF, 0xFFFFFFFF, 0xFF000000});
        // When
        var mask = RepaintMask.of(small, SIZE).ofLatents(8);
        // Then
        assertThat(mask.shape().toArray()).containsExactly(8, 8);
        assertThat(mask.floats().get(0)).isZero();
        assertThat(mask.floats().get(7)).isEqualTo(1);
    }

    private static Pixels picture(int left, int right) {
        int[] argb = new int[64 * 64];
        Arrays.setAll(argb, i -> i % 64 < 32 ? left : right);
        return new Pixels(64, 64, argb);
    }
}
