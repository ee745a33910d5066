package io.calotype.contracts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.calotype.contracts.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitVectorTest {
    @Test
    void isThePooledEmbeddingScaledToLengthOne() {
        assertThat(vector(3, 0, -4).toArray()).containsExactly(0.6f, 0, -0.8f);
    }

    @Test
    void zerosHaveNoDirection() {
        assertThat(UnitVector.of("pooled", floats(0, 0))).isEmpty();
    }

    @Test
    void travelsAsLittleEndianFloatsInBase64() {
        // Given
        var vector = vector(1, 1, 1, -1);
        // Then
        assertThat(vector.base64()).isEqualTo("AAAAPwAAAD8AAAA/AAAAvw==");
        assertThat(UnitVector.parse("embedding", vector.base64()))
                .isEqualTo(vector)
                .hasSameHashCodeAs(vector);
    }

    @Test
    void cosineIsOneForTheSameAndMinusOneForTheOpposite() {
        assertThat(vector(1, 2).cosine(vector(2, 4))).isCloseTo(1, within(1e-6)).isLessThanOrEqualTo(1);
        assertThat(vector(1, 2).cosine(vector(-1, -2))).isCloseTo(-1, within(1e-6));
        assertThat(vector(1, 0).cosine(vector(0, 1))).isZero();
        assertThatThrownBy(() -> vector(1, 0).cosine(vector(1, 0, 0))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "not base64!, embedding is not Base64",
        "AAAA, embedding is not made of whole floats",
        "'', embedding has 0 elements; it must have 1 to 8192",
        "AAAAQA==, embedding has length 2.0; it must be 1",
        "AADAfw==, embedding is not finite",
    })
    void whatIsNoDirectionIsRefusedByName(String base64, String detail) {
        assertThatThrownBy(() -> UnitVector.parse("embedding", base64))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.problem().detail()).isEqualTo(detail);
                    assertThat(refusal.problem().field()).isEqualTo("embedding");
                });
    }

    @Test
    void tensorsThatAreNoVectorAreRefused() {
        assertThatThrownBy(() -> UnitVector.of("pooled", Tensor.ofFloats(Shape.of(1, 2), new float[2])))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> UnitVector.of("pooled", Tensor.ofLongs(Shape.of(2), new long[2])))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> UnitVector.of("pooled", floats(1, Float.NaN))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> UnitVector.of("pooled", floats(new float[9_000])))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> UnitVector.parse("pooled", tooWide())).isInstanceOf(Refusal.class);
    }

    private static String tooWide() {
        var bytes =
                ByteBuffer.allocate(4 * 8_193).order(ByteOrder.LITTLE_ENDIAN).putFloat(1);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static UnitVector vector(float... elements) {
        return UnitVector.of("pooled", floats(elements)).orElseThrow();
    }

    private static Tensor floats(float... elements) {
        return Tensor.ofFloats(Shape.of(elements.length), elements);
    }
}
