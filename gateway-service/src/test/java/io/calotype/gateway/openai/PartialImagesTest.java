package io.calotype.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.stage.Stage;
import io.calotype.gateway.book.Happening.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartialImagesTest {

    @Test
    void partialImagesAreSpreadOverTheSteps() {
        // Given
        var partialImages = new PartialImages(3);
        // When
        var taken = IntStream.rangeClosed(1, 20)
                .filter(step -> partialImages.take(step(0, step, "p")) >= 0)
                .boxed()
                .toList();
        // Then
        assertThat(taken).isEqualTo(List.of(5, 10, 15));
    }

    @Test
    void aStepWithoutPreviewIsMadeUpForByTheNext() {
        // Given
        var partialImages = new PartialImages(1);
        // Then
        assertThat(partialImages.take(step(0, 10, null))).isEqualTo(-1);
        assertThat(partialImages.take(step(0, 11, "p"))).isEqualTo(0);
        assertThat(partialImages.take(step(0, 12, "p"))).isEqualTo(-1);
    }

    @Test
    void everyImageHasItsOwn() {
        var partialImages = new PartialImages(2);
        assertThat(partialImages.take(step(0, 10, "p"))).isEqualTo(0);
        assertThat(partialImages.take(step(1, 10, "p"))).isEqualTo(0);
        assertThat(partialImages.take(step(1, 15, "p"))).isEqualTo(1);
    }

    private static Step step(int index, int step, String preview) {
        return new Step(index, step, Stage.DENOISE, step, 20, preview, null, List.of());
    }
}
