package io.calotype.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import io.calotype.contracts.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Inputs of a model that calls of any shape are given, beside those of their own slot; any dimension may be 0. */
public final class FedInputs implements AutoCloseable {

    private final Map<String, TensorBuffer> buffers = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> tensors;

    private FedInputs(OnnxModel model, Map<String, Shape> shapes) {
        try {
            shapes.forEach((name, shape) -> buffers.put(name, TensorBuffer.allocate(model, info(model, name), shape)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
        tensors = buffers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()
                .tensor()));
    }

    /** Allocates inputs of a model, filled with zeros; {@link OnnxException} names one that does not fit. */
    public static FedInputs allocate(OnnxModel model, Map<String, Shape> shapes) {
        return new FedInputs(model, shapes);
    }

    /** An input's bytes in the processor's order. */
    public ByteBuffer bytes(String input) {
        return Objects.requireNonNull(buffers.get(input)).data().duplicate().order(ByteOrder.nativeOrder());
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** Frees the tensors; no call may use them any more. */
    @Override
    public void close() {
        buffers.values().forEach(TensorBuffer::close);
    }

    private static TensorInfo info(OnnxModel model, String name) {
        return model.input(name)
                .orElseThrow(() -> new OnnxException(model.name(), "no input '" + name + "' in " + model.inputs()));
    }
}
