package io.calotype.pictures.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PictureTest {

    @Test
    void planesAreInterleavedClampedAndRounded() {
        // Given
        var planes = FloatBuffer.wrap(new float[] {-1, 1, /* green */ 0, 3, /* blue */ -3, 0.5f});

        // When
        var picture = Picture.fromPlanes(planes, 2, 1);

        // Then
        assertThat(picture.rgb()).containsExactly(0, 128, 0, 255, 255, 191);
    }

    @Test
    void isTheSameAsTensorAndAsRows() {
        // Given
        var picture = Samples.gradient(5, 3);

        // Then
        assertThat(Picture.of(picture.tensor()).rgb()).isEqualTo(picture.rgb());
        assertThat(Picture.of(picture.toPixels()).rgb()).isEqualTo(picture.rgb());
    }

    @Test
    void refusesNaN() {
        // Given
        var planes = FloatBuffer.wrap(new float[] {0, Float.NaN, 0});

        // Then
        assertThatThrownBy(() -> Picture.fromPlanes(planes, 1, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void refusesPixelsThatDoNotFill() {
        assertThatThrownBy(() -> new Picture(2, 2, new byte[11])).hasMessageContaining("11 bytes");
    }
}
