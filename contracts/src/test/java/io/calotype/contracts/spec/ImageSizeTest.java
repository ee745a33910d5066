package io.calotype.contracts.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {
    @Test
    void readsWhatItPrints() {
        assertThat(ImageSize.parse("256x192"))
                .isEqualTo(new ImageSize(256, 192))
                .hasToString("256x192");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "256", "x256", "256x", "-256x256", "256 x 256", "256x256x3", "9999999x256"})
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> ImageSize.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("size must read WIDTHxHEIGHT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"63x64", "64x63", "2049x64", "64x2049"})
    void refusesSidesOutside(String text) {
        assertThatThrownBy(() -> ImageSize.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("64 to 2048");
    }

    @Test
    void namesTheSideThatIsNoMultiple() {
        // Given
        var size = new ImageSize(256, 200);
        // Then
        assertThat(size.requireMultipleOf(8)).isSameAs(size);
        assertThatThrownBy(() -> size.requireMultipleOf(16))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_PARAMETER: height is 200; it must be a multiple of 16");
    }
}
