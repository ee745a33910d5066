package io.calotype.contracts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void countsItsElements() {
        assertThat(Shape.of(2, 3, 4).elementCount()).isEqualTo(24);
        assertThat(Shape.of().elementCount()).isEqualTo(1);
        assertThat(Shape.of(3, 0, 5).elementCount()).isZero();
    }

    @Test
    void isAValue() {
        // Given
        long[] dims = {2, 3};
        var shape = Shape.of(dims);
        // When
        dims[0] = 7;
        shape.toArray()[1] = 7;
        // Then
        assertThat(shape)
                .isEqualTo(Shape.of(2, 3))
                .hasSameHashCodeAs(Shape.of(2, 3))
                .hasToString("[2, 3]");
    }

    @Test
    void refusesWhatCannotBeCounted() {
        assertThatThrownBy(() -> Shape.of(-1)).isInstanceOf(Refusal.class).hasMessageContaining("negative");
        assertThatThrownBy(() -> Shape.of(1L << 32, 1L << 31)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Shape.of(new long[9]))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("at most 8");
    }
}
