package io.calotype.diffusion.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import io.calotype.contracts.tensor.Shape;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class SquaresTest {

    /** Two channels of 2 x 4 latents, which are counted through. */
    private static final Squares SQUARES = Squares.of(Shape.of(2, 2, 4));

    private static final float[] PLANES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    @Test
    void aSquareHasAllChannelsOfItsFourLatents() {
        // Given
        var squares = FloatBuffer.allocate(PLANES.length);
        // When
        SQUARES.pack(FloatBuffer.wrap(PLANES), squares);
        // Then
        assertThat(squares.array()).containsExactly(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
    }

    @Test
    void unpackingIsTheWayBackForSeveralRowsOfSquares() {
        // Given
        var shape = Squares.of(Shape.of(1, 4, 4));
        var squares = FloatBuffer.allocate(PLANES.length);
        var planes = FloatBuffer.allocate(PLANES.length);
        // When
        shape.pack(FloatBuffer.wrap(PLANES), squares);
        shape.unpack(squares, planes);
        // Then
        assertThat(squares.array()).startsWith(0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13);
        assertThat(planes.array()).isEqualTo(PLANES);
    }
}
