package io.calotype.contracts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"embeddings", "dtypes", "shapes", "not-finite"})
    void areWrittenAgainByteForByte(String name) {
        assertThat(SafetensorsWriter.write(Fixture.read(name))).isEqualTo(Fixture.bytes(name));
    }

    @Test
    void tellTheirMetadata() {
        assertThat(Fixture.read("embeddings").metadata())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("pack_digest", "0123abcd", "calotype", "{\"prompt\":\"crème ☃ 🍎\"}"));
        assertThat(Fixture.read("dtypes").metadata()).isEmpty();
    }

    @Test
    void giveFloatsAndLongsAsViews() {
        // When
        var file = Fixture.read("embeddings");
        // Then
        assertThat(file.require("prompt_embeds").toFloatArray())
                .startsWith(0f, 0.125f, 0.25f)
                .endsWith(1.375f);
        assertThat(file.require("prompt_embeds").shape()).isEqualTo(Shape.of(3, 4));
        assertThat(file.require("prompt_attention_mask").longs())
                .isEqualTo(java.nio.LongBuffer.wrap(new long[] {1, 1, 0}));
    }

    /** A tensor, its type, its shape and its bytes, little-endian. */
    @ParameterizedTest
    @CsvSource({
        "a_bool, BOOL, [3], 010001",
        "b_u8, U8, [3], 0001ff",
        "c_i8, I8, [3], 80007f",
        "d_i16, I16, [2], 0080ff7f",
        "e_f16, F16, [3], 003c00c0ff7b",
        "f_bf16, BF16, [3], 803f00c0003f",
        "g_i32, I32, [2], 00000080ffffff7f",
        "h_f32, F32, '[2, 2]', 0000c03f000010c00000000000004040",
        "i_f64, F64, [1], 182d4454fb210940",
        "j_i64, I64, [2], 0000000000000080ffffffffffffff7f",
    })
    void holdEveryType(String name, DType dtype, String shape, String hex) {
        // When
        var tensor = Fixture.read("dtypes").require(name);
        // Then
        assertThat(tensor.dtype()).isEqualTo(dtype);
        assertThat(tensor.shape()).hasToString(shape);
        assertThat(tensor.data()).isEqualTo(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void holdScalarsAndNothing() {
        // When
        var file = Fixture.read("shapes");
        // Then
        assertThat(file.require("scalar").longs().get()).isEqualTo(42);
        assertThat(file.require("scalar").shape().rank()).isZero();
        assertThat(file.require("empty").data().remaining()).isZero();
        assertThat(file.require("deep").shape()).isEqualTo(Shape.of(1, 1, 1, 2, 1, 1, 1, 1));
        assertThat(file.require("a name/with \"quotes\" ☃").data().get()).isEqualTo((byte) 1);
    }

    @ParameterizedTest
    @CsvSource({"f32, 2", "f16, 1", "bf16, 0", "f64, 3"})
    void tellWhereTheyAreNotFinite(String name, int element) {
        // Given
        var tensor = Fixture.read("not-finite").require(name);
        // Then
        assertThatThrownBy(() -> tensor.requireFinite(name))
                .isInstanceOf(Refusal.class)
                .hasMessage("NOT_FINITE: " + name + " is not finite at element " + element);
    }

    @Test
    void areFiniteOtherwise() {
        for (var tensor : Fixture.read("dtypes").tensors().entrySet()) {
            assertThat(tensor.getValue().requireFinite(tensor.getKey())).isSameAs(tensor.getValue());
        }
    }
}
