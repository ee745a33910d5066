package io.calotype.contracts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TensorTest {
    private final Tensor latents = Tensor.ofFloats(Shape.of(1, 2, 2), new float[] {1, 2, 3, 4});

    @Test
    void isLittleEndian() {
        assertThat(latents.data().get(3)).isEqualTo((byte) 0x3f);
        assertThat(latents.floats().get(0)).isEqualTo(1f);
        assertThat(Tensor.ofLongs(Shape.of(1), new long[] {258}).data().get(1)).isEqualTo((byte) 1);
    }

    @Test
    void readingDoesNotMoveIt() {
        // When
        latents.data().getInt();
        latents.floats().get();
        // Then
        assertThat(latents.data().remaining()).isEqualTo(16);
        assertThat(latents.toFloatArray()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void mustHaveTheBytesOfItsShape() {
        assertThatThrownBy(() -> new Tensor(DType.F32, Shape.of(3), ByteBuffer.allocate(8)))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_TENSOR: F32 [3] does not take 8 bytes");
        assertThatThrownBy(() -> new Tensor(DType.F64, Shape.of(Long.MAX_VALUE), ByteBuffer.allocate(8)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void namesItselfWhereItDoesNotFit() {
        assertThat(latents.requireShape("latents", DType.F32, -1, 2, 2)).isSameAs(latents);
        assertThatThrownBy(() -> latents.requireShape("latents", DType.F32, 4, 2, 2))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_TENSOR: latents has shape [1, 2, 2]; expected [4, 2, 2]");
        assertThatThrownBy(() -> latents.requireShape("latents", DType.F32, 2, 2))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_TENSOR: latents has shape [1, 2, 2]; expected [2, 2]");
        assertThatThrownBy(() -> latents.requireShape("latents", DType.F16, -1, 2, 2))
                .isInstanceOf(Refusal.class)
                .hasMessage("INVALID_TENSOR: latents has dtype F32; expected F16");
        assertThatThrownBy(latents::longs).isInstanceOf(Refusal.class);
    }
}
