package io.calotype.inference.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One tensor of a slot: direct memory that ONNX Runtime reads or writes in place. */
record TensorBuffer(TensorInfo info, Shape shape, ByteBuffer data, OnnxTensor tensor) implements AutoCloseable {

    static TensorBuffer allocate(OnnxModel model, TensorInfo info, Shape shape) {
        if (!info.accepts(shape)) {
            throw new OnnxException(model.name(), "'" + info.name() + "' is " + info + ", not " + shape);
        }
        try {
            var data = ByteBuffer.allocateDirect(byteCount(shape, info.dtype())).order(ByteOrder.nativeOrder());
            var tensor = OnnxTensor.createTensor(model.environment(), data, dimensions(shape), type(info.dtype()));
            return new TensorBuffer(info, shape, data, tensor);
        } catch (ArithmeticException | OrtException e) {
            throw new OnnxException(model.name(), "'" + info.name() + "': no tensor of " + shape, e);
        }
    }

    @Override
    public void close() {
        tensor.close();
    }

    private static int byteCount(Shape shape, DType dtype) {
        return Math.toIntExact(Math.multiplyExact(shape.elementCount(), dtype.byteSize()));
    }

    private static long[] dimensions(Shape shape) {
        var dimensions = new long[shape.rank()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.dim(i);
        }
        return dimensions;
    }

    private static OnnxJavaType type(DType dtype) {
        return switch (dtype) {
            case F32 -> OnnxJavaType.FLOAT;
            case F16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case F64 -> OnnxJavaType.DOUBLE;
            case I64 -> OnnxJavaType.INT64;
            case I32 -> OnnxJavaType.INT32;
            case I16 -> OnnxJavaType.INT16;
            case I8 -> OnnxJavaType.INT8;
            case U8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }
}
