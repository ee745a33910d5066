package io.calotype.inference.onnx;

import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An input or output as a model declares it.
 *
 * @param name the tensor's name in the graph
 * @param dtype the element type
 * @param dimensions the declared dimensions; {@link #FREE} where the model leaves one open
 */
public record TensorInfo(String name, DType dtype, List<Long> dimensions) {

    /** A dimension that the model leaves open. */
    public static final long FREE = -1;

    /** The dimensions are copied. */
    public TensorInfo {
        dimensions = List.copyOf(dimensions);
    }

    /** The number of dimensions; 0 for a scalar. */
    public int rank() {
        return dimensions.size();
    }

    /** Whether a slot gives it out as floats: F32, or F16 that is rounded to and from. */
    public boolean isFloats() {
        return dtype == DType.F32 || dtype == DType.F16;
    }

    /** Whether the model takes a tensor of this shape here. */
    public boolean accepts(Shape shape) {
        if (shape.rank() != rank()) {
            return false;
        }
        for (int i = 0; i < rank(); i++) {
            if (dimensions.get(i) != FREE && dimensions.get(i) != shape.dim(i)) {
                return false;
            }
        }
        return true;
    }

    /** The declaration for messages: {@code sample F32 [?, 16, ?, ?]}. */
    @Override
    public String toString() {
        return dimensions.stream()
                .map(size -> size == FREE ? "?" : size.toString())
                .collect(Collectors.joining(", ", name + " " + dtype + " [", "]"));
    }

    static TensorInfo of(String model, String name, ai.onnxruntime.ValueInfo value) {
        if (!(value instanceof ai.onnxruntime.TensorInfo tensor)) {
            throw new OnnxException(model, "'" + name + "' is not a tensor");
        }
        var dimensions = Arrays.stream(tensor.getShape()).boxed().toList();
        return new TensorInfo(name, dtype(model, name, tensor), dimensions);
    }

    private static DType dtype(String model, String name, ai.onnxruntime.TensorInfo tensor) {
        return switch (tensor.type) {
            case FLOAT -> DType.F32;
            case FLOAT16 -> DType.F16;
            case BFLOAT16 -> DType.BF16;
            case DOUBLE -> DType.F64;
            case INT64 -> DType.I64;
            case INT32 -> DType.I32;
            case INT16 -> DType.I16;
            case INT8 -> DType.I8;
            case UINT8 -> DType.U8;
            case BOOL -> DType.BOOL;
            case STRING, UNKNOWN ->
                throw new OnnxException(
                        model, "'" + name + "' has element type " + tensor.type + ", which is not used");
        };
    }
}
