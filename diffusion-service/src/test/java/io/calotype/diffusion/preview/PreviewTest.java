package io.calotype.diffusion.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.pack.PreviewFactors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PreviewTest {

    private static final int LIMIT = 8192;

    @Test
    void coloursAreTheLinearFactorsOfTheLatents() {
        // Given
        var colours = LatentColours.of(
                new PreviewFactors(List.of(List.of(1.0, 0.0, 0.5), List.of(0.0, -1.0, 0.5)), List.of(0.0, 0.0, -0.5)));
        var latents = new float[] {1, 0, 0, -1}; // [2, 1, 2]: channel 0 is 1, 0; channel 1 is 0, -1
        // When
        var rgb = colours.of(latents, Shape.of(2, 1, 2));
        // Then
        assertThat(rgb).containsExactly(0xFF8080, 0x80FF00);
    }

    @Test
    void coloursOutOfRangeAreCut() {
        // Given
        var colours = LatentColours.of(new PreviewFactors(List.of(List.of(10.0, -10.0, 0.0)), List.of(0.0, 0.0, 0.0)));
        // When
        var rgb = colours.of(new float[] {1}, Shape.of(1, 1, 1));
        // Then
        assertThat(rgb).containsExactly(0xFF0080);
    }

    @Test
    void factorsOfAnotherModelDoNotFit() {
        // Given
        var colours = LatentColours.of(new PreviewFactors(List.of(List.of(1.0, 0.0, 0.5)), List.of(0.0, 0.0, 0.0)));
        var none = LatentColours.of(new PreviewFactors(List.of(), List.of(0.0, 0.0, 0.0)));
        // Then
        assertThat(colours.fit(Shape.of(1, 4, 4))).isTrue();
        assertThat(colours.fit(Shape.of(4, 4, 4))).isFalse();
        assertThat(none.fit(Shape.of(0, 4, 4))).isFalse();
    }

    @Test
    void evenNoiseStaysUnderTheLimit() throws IOException {
        // Given
        var random = new Random(7);
        var noise = random.ints(64 * 48, 0, 1 << 24).toArray();
        // When
        var jpeg = new PreviewJpeg(LIMIT).encode(noise, 64, 48).orElseThrow();
        // Then
        var picture = ImageIO.read(new ByteArrayInputStream(jpeg));
        assertThat(jpeg).hasSizeLessThanOrEqualTo(LIMIT);
        assertThat(picture.getWidth()).isEqualTo(128);
        assertThat(picture.getHeight()).isEqualTo(96);
    }

    @Test
    void previewKeepsItsColours() throws IOException {
        // Given
        var orange = IntStream.generate(() -> 0xFF8000).limit(16 * 16).toArray();
        // When
        var jpeg = new PreviewJpeg(LIMIT).encode(orange, 16, 16).orElseThrow();
        // Then
        int pixel = ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(64, 64);
        assertThat(pixel >> 16 & 0xFF).isBetween(250, 255);
        assertThat(pixel >> 8 & 0xFF).isBetween(123, 133);
        assertThat(pixel & 0xFF).isBetween(0, 5);
    }

    @Test
    void tooSmallALimitGivesNoPreview() {
        assertThat(new PreviewJpeg(10).encode(new int[16], 4, 4)).isEmpty();
    }

    @Test
    void paceAllowsTheFirstTheLastAndOnesFarEnoughApart() {
        // Given
        var pace = new PreviewPace(Duration.ofNanos(100));
        // When
        var allowed = Stream.of(5L, 104L, 105L, 106L, 204L).map(time -> pace.allows(false, time));
        // Then
        assertThat(allowed).containsExactly(true, false, true, false, false);
        assertThat(pace.allows(true, 204)).isTrue();
    }
}
