package io.calotype.encoder.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PoolingTest {

    @Test
    void onlyMarkedRowsCountAndTheLengthIsOne() {
        // Given
        var states = FloatBuffer.wrap(new float[] {3, 0, /* row 2 */ 0, 4, /* padding */ 100, 100});

        // When
        float[] pooled = Pooling.mean(states, new long[] {1, 1, 0});

        // Then
        assertThat(pooled).containsExactly(0.6f, 0.8f);
    }

    @Test
    void nothingMarkedGivesZeros() {
        assertThat(Pooling.mean(FloatBuffer.wrap(new float[] {1, 2}), new long[] {0}))
                .containsExactly(0, 0);
    }
}
