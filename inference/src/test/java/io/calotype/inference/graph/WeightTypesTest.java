package io.calotype.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTypesTest {

    private static final int FLOAT = 1;
    private static final int FLOAT16 = 10;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"16, bfloat16", "17, float8 (E4M3FN)", "19, float8 (E5M2)", "23, float4 (E2M1)"})
    void weightsThatNoProviderComputesWithAreFound(int type, String name) throws IOException {
        assertThat(file(FLOAT, type).unsupportedWeights()).contains(name);
    }

    @Test
    void othersAreNot() throws IOException {
        assertThat(file(FLOAT, FLOAT16).unsupportedWeights()).isEmpty();
    }

    /** A model of nothing but two weights of these element types. */
    private OnnxFile file(int first, int second) throws IOException {
        var graph = UnknownFieldSet.newBuilder()
                .addField(
                        OnnxFields.GRAPH_INITIALIZER,
                        Field.newBuilder()
                                .addLengthDelimited(weight(first).toByteString())
                                .addLengthDelimited(weight(second).toByteString())
                                .build())
                .build();
        var model = UnknownFieldSet.newBuilder()
                .addField(
                        OnnxFields.MODEL_GRAPH,
                        Field.newBuilder()
                                .addLengthDelimited(graph.toByteString())
                                .build())
                .build();
        var file = folder.resolve("model.onnx");
        Files.write(file, model.toByteArray());
        return OnnxFile.read(file);
    }

    private static UnknownFieldSet weight(int type) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        OnnxFields.TENSOR_DATA_TYPE,
                        Field.newBuilder().addVarint(type).build())
                .build();
    }
}
