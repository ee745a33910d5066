package io.calotype.inference.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class Int8WeightsTest {

    @Test
    void aConvolutionsWeightsAreRoundedByTheirFirstDimension() {
        // When
        var rounded = Int8Weights.of(new float[] {64, -31.5f, 0.5f, 1}, List.of(2L, 2L, 1L, 1L), 0);
        // Then
        assertThat(rounded.values()).containsExactly(64, -31, 32, 64); // halves go up
        assertThat(rounded.scales()).containsExactly(1f, 1f / 64);
    }

    @Test
    void aProductsWeightsAreRoundedByTheirLastDimension() {
        // When
        var rounded = Int8Weights.of(new float[] {64, 1, -64, 0.5f}, List.of(2L, 2L), 1);
        // Then
        assertThat(rounded.values()).containsExactly(64, 64, -64, 32);
    }

    @Test
    void aChannelOfNextToNothingLeavesItsBiasWithinRange() {
        // When
        var rounded = Int8Weights.of(new float[] {1, 1e-20f}, List.of(2L, 1L, 1L, 1L), 0);
        var bias = rounded.bias(new float[] {0, 0.5f}, 0.05f);
        // Then
        assertThat(bias.get(1) * 0.05f * rounded.scales().get(1)).isEqualTo(0.5f, within(1e-3f));
    }

    @Test
    void zeroStaysZeroAndBothEndsAreKept() {
        // Given
        var range = ValueRange.NONE.and(-1, 2, 1).and(-0.5f, 4, 3);
        // When
        var rounding = range.rounding();
        // Then
        assertThat(rounding.scale()).isEqualTo(5f / 255);
        assertThat(rounding.zeroPoint()).isEqualTo(51);
        assertThat(range.meanSquare()).isEqualTo(2);
        assertThat(range.noise()).isEqualTo(Math.pow(5.0 / 255, 2) / 12 / 2, within(1e-9));
    }
}
