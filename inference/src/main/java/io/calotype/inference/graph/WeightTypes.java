package io.calotype.inference.graph;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;
import java.util.Optional;

/** Finds weights of element types that ONNX Runtime's CPU and CUDA providers do not compute with. */
final class WeightTypes {

    static final long F32 = 1;
    static final long U8 = 2;
    static final long I8 = 3;
    static final long I32 = 6;
    static final long I64 = 7;
    static final long F16 = 10;

    private static final Map<Long, String> UNSUPPORTED = Map.of(
            16L, "bfloat16",
            17L, "float8 (E4M3FN)",
            18L, "float8 (E4M3FNUZ)",
            19L, "float8 (E5M2)",
            20L, "float8 (E5M2FNUZ)",
            23L, "float4 (E2M1)");

    private WeightTypes() {}

    /** Returns the first such type among a graph's initializers. */
    static Optional<String> unsupported(Message graph) throws InvalidProtocolBufferException {
        for (var tensor : graph.values(OnnxFields.GRAPH_INITIALIZER)) {
            for (var type : Message.parse(tensor).numbers(OnnxFields.TENSOR_DATA_TYPE)) {
                if (UNSUPPORTED.containsKey(type)) {
                    return Optional.of(UNSUPPORTED.get(type));
                }
            }
        }
        return Optional.empty();
    }
}
