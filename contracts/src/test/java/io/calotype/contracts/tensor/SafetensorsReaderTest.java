package io.calotype.contracts.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calotype.contracts.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsReaderTest {
    /** A header, the bytes of data that follow it, and the refusal. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F32","shape":[30000,30000],"data_offsets":[0,3600000000]}} | 8 | INVALID_TENSOR: the tensors take 3600000000 bytes; the file has 8
            {"a":{"dtype":"F32","shape":[30000,30000],"data_offsets":[0,8]}} | 8 | INVALID_TENSOR: safetensors header: a: F32 [30000, 30000] does not take 8 bytes
            {"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}} | 0 | INVALID_TENSOR: safetensors header: a: shape [4294967296, 4294967296] has too many elements
            {"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}} | 0 | INVALID_TENSOR: safetensors header: a: F32 [4611686018427387904] does not take 0 bytes
            {"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}} | 4 | INVALID_TENSOR: safetensors header: a: shape [-1] has a negative dimension
            {"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}} | 4 | INVALID_TENSOR: safetensors header: a: shape has 9 dimensions; at most 8
            {"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}} | 4 | INVALID_TENSOR: safetensors header: a: shape is not an array of whole numbers
            {"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}} | 4 | INVALID_TENSOR: safetensors header: a: shape is not an array of whole numbers
            {"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}} | 4 | INVALID_TENSOR: safetensors header: a: shape is not an array
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}} | 4 | INVALID_TENSOR: safetensors header: a: data_offsets are not a begin and an end
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}} | 4 | INVALID_TENSOR: safetensors header: a: data_offsets are not a begin and an end
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}} | 4 | INVALID_TENSOR: safetensors header: a: data_offsets are not a begin and an end
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,5]}} | 5 | INVALID_TENSOR: safetensors header: a: F32 [1] does not take 5 bytes
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | 8 | INVALID_TENSOR: the tensors take 4 bytes; the file has 8
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | 8 | INVALID_TENSOR: a: its data begin at 4; expected 0
            {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}} | 6 | INVALID_TENSOR: b: its data begin at 2; expected 4
            {"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}} | 9 | INVALID_TENSOR: b: its data begin at 5; expected 4
            {"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}} | 4 | UNSUPPORTED: safetensors header: a: dtype is not one of [BOOL, U8, I8, I16, F16, BF16, I32, F32, F64, I64]
            {"a":{"shape":[1],"data_offsets":[0,4]}} | 4 | INVALID_TENSOR: safetensors header: a: dtype is missing
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}} | 4 | INVALID_TENSOR: safetensors header: a: the field x is not known
            {"a":1} | 0 | INVALID_TENSOR: safetensors header: a is not an object
            {"__metadata__":1} | 0 | INVALID_TENSOR: safetensors header: __metadata__ is not an object
            {"__metadata__":{"a":1}} | 0 | INVALID_TENSOR: safetensors header: __metadata__ has a value that is not a string
            {"__metadata__":{"a":"1","a":"2"}} | 0 | INVALID_TENSOR: safetensors header: the field a is there twice
            {"a":{} | 0 | INVALID_TENSOR: safetensors header: the value is not JSON at line 1, column 8
            []      | 0 | INVALID_TENSOR: the header does not begin with {
            ` {}`   | 0 | INVALID_TENSOR: the header does not begin with {
            ``      | 0 | INVALID_TENSOR: the header does not begin with {
            """)
    void namesWhatIsWrong(String header, int dataBytes, String message) {
        assertThatThrownBy(() -> read(header, dataBytes))
                .isInstanceOf(Refusal.class)
                .hasMessage(message);
    }

    /** The whole file in hexadecimal, and the refusal. */
    @ParameterizedTest
    @CsvSource({
        "'', the file has 0 bytes; it must begin with the header's length",
        "02000000000000, the file has 7 bytes; it must begin with the header's length",
        "0300000000000000 7b7d, 'the header''s length is 3, beyond the end of the file'",
        "0100100000000000 7b7d, the header's length is 1048577; at most 1048576",
        "ffffffffffffff7f 7b7d, the header's length is 9223372036854775807; at most 1048576",
        "ffffffffffffffff 7b7d, the header's length is 18446744073709551615; at most 1048576",
    })
    void boundsTheHeader(String hex, String detail) {
        var file = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatThrownBy(() -> SafetensorsReader.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith(detail);
    }

    @Test
    void readsTensorsInAnyOrder() {
        // When
        var file = read(
                "{\"z\":{\"data_offsets\":[1,3],\"shape\":[2],\"dtype\":\"U8\"},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}  ",
                3);
        // Then
        assertThat(file.tensors()).containsOnlyKeys("a", "z");
        assertThat(file.require("z").data().remaining()).isEqualTo(2);
    }

    @Test
    void readsAFileOfNothing() {
        assertThat(read("{}", 0).tensors()).isEmpty();
        assertThat(read("{\"__metadata__\":{}}", 0).metadata()).isEmpty();
    }

    @Test
    void givesViewsThatNobodyCanWriteTo() {
        // Given
        var bytes = Fixture.bytes("embeddings");
        var tensor = SafetensorsReader.read(ByteBuffer.wrap(bytes)).require("prompt_embeds");
        // When
        bytes[bytes.length - 1] = 0;
        bytes[bytes.length - 2] = 0;
        bytes[bytes.length - 3] = 0;
        bytes[bytes.length - 4] = 0;
        // Then
        assertThat(tensor.floats().get(11)).isZero();
        assertThat(tensor.data().isReadOnly()).isTrue();
    }

    @Test
    void readsFromTheMiddleOfABuffer() {
        // Given
        var file = Fixture.bytes("embeddings");
        var buffer =
                ByteBuffer.allocateDirect(file.length + 7).position(7).put(file).position(7);
        // Then
        assertThat(SafetensorsReader.read(buffer)).isEqualTo(Fixture.read("embeddings"));
        assertThat(buffer.position()).isEqualTo(7);
    }

    private static Safetensors read(String header, int dataBytes) {
        var json = header.getBytes(UTF_8);
        var file = ByteBuffer.allocate(Long.BYTES + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return SafetensorsReader.read(file.putLong(json.length).put(json).rewind());
    }
}
