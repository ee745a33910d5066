package io.calotype.inference.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.calotype.contracts.tensor.DType;
import io.calotype.contracts.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The preallocated tensors of one kind of call: fill the inputs, {@link #run}, read the outputs, as often as you like.
 *
 * <p>Buffers are direct, little-endian and read and written in place; their views stay valid until the slot closes. One
 * thread at a time.
 */
public final class Slot implements AutoCloseable {

    private final OnnxModel model;
    private final Map<String, TensorBuffer> buffers = new LinkedHashMap<>();
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;
    private final List<HalfFloats> halves = new ArrayList<>();
    private final Consumer<Slot> afterRun;
    private boolean closed;

    /** Takes over one reference to the model, which its {@link #close} gives back. */
    Slot(
            OnnxModel model,
            Map<String, Shape> inputShapes,
            Map<String, Shape> outputShapes,
            Set<String> fed,
            Consumer<Slot> afterRun) {
        this.model = model;
        this.afterRun = afterRun;
        try {
            requireAll(model, inputShapes.keySet(), fed);
            inputs = allocate(model.inputs(), inputShapes, "input");
            outputs = allocate(model.outputs(), outputShapes, "output");
        } catch (RuntimeException | Error e) {
            release();
            throw e;
        }
    }

    /** An F32 or F16 input, to be filled from its first element; F16 is rounded to by {@link #run}. */
    public FloatBuffer floats(String input) {
        return isHalf(input) ? half(input, true) : bytes(input, DType.F32).asFloatBuffer();
    }

    /** Whether it has a tensor of that name. */
    public boolean has(String tensor) {
        return buffers.containsKey(tensor);
    }

    /** An I64 input, to be filled from its first element. */
    public LongBuffer longs(String input) {
        return bytes(input, DType.I64).asLongBuffer();
    }

    /** An input of any type as bytes in the processor's order. */
    public ByteBuffer bytes(String input) {
        return view(buffer(input));
    }

    /** An F32 or F16 output: a view of the last run's result, overwritten by every {@link #run}. */
    public FloatBuffer output(String output) {
        return isHalf(output) ? half(output, false) : bytes(output, DType.F32).asFloatBuffer();
    }

    /** Runs the model once on what the inputs hold. */
    public void run() {
        run(inputs);
    }

    /** Runs the model once on what the inputs hold, and on inputs that the slot was made without. */
    public void run(FedInputs fed) {
        run(List.of(fed));
    }

    /** The same for inputs from several places. */
    public void run(List<FedInputs> fed) {
        if (fed.isEmpty()) {
            run(inputs);
            return;
        }
        var all = new HashMap<>(inputs);
        fed.forEach(some -> all.putAll(some.tensors()));
        run(all);
    }

    private synchronized void run(Map<String, OnnxTensor> all) {
        if (closed) {
            throw new OnnxException(model.name(), "the slot is closed");
        }
        try {
            halves.forEach(HalfFloats::round);
            // The pinned outputs are ours: closing the result would only close what it owns itself, which is nothing.
            model.session().run(all, Set.of(), outputs).close();
            halves.forEach(HalfFloats::widen);
            afterRun.accept(this);
        } catch (OrtException e) {
            throw new OnnxException(model.name(), "failed with inputs " + shapes() + ": " + e.getMessage(), e);
        }
    }

    /** Frees the tensors and gives the reference to the model back; further calls do nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release();
            model.close();
        }
    }

    private void release() {
        buffers.values().forEach(TensorBuffer::close);
    }

    private boolean isHalf(String name) {
        return buffer(name).info().dtype() == DType.F16;
    }

    private FloatBuffer half(String name, boolean input) {
        for (var half : halves) {
            if (half.name().equals(name)) {
                return half.floats();
            }
        }
        var made = HalfFloats.of(buffer(name), input);
        made.widen(); // there may have been a run already
        halves.add(made);
        return made.floats();
    }

    private ByteBuffer bytes(String name, DType dtype) {
        var buffer = buffer(name);
        if (buffer.info().dtype() != dtype) {
            throw new OnnxException(model.name(), "'" + name + "' is " + buffer.info() + ", not " + dtype);
        }
        return view(buffer);
    }

    private static ByteBuffer view(TensorBuffer buffer) {
        return buffer.data().duplicate().order(ByteOrder.nativeOrder());
    }

    private TensorBuffer buffer(String name) {
        var buffer = buffers.get(name);
        if (buffer == null) {
            throw new OnnxException(model.name(), "no tensor '" + name + "' in this slot of " + buffers.keySet());
        }
        return buffer;
    }

    private Map<String, OnnxTensor> allocate(List<TensorInfo> infos, Map<String, Shape> shapes, String kind) {
        var tensors = new LinkedHashMap<String, OnnxTensor>();
        shapes.forEach((name, shape) -> {
            var info = infos.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new OnnxException(model.name(), "no " + kind + " '" + name + "' in " + infos));
            var buffer = TensorBuffer.allocate(model, info, shape);
            buffers.put(name, buffer);
            tensors.put(name, buffer.tensor());
        });
        return tensors;
    }

    private static void requireAll(OnnxModel model, Set<String> named, Set<String> fed) {
        var missing = new ArrayList<>(model.inputs());
        missing.removeIf(info -> named.contains(info.name()) || fed.contains(info.name()));
        if (!missing.isEmpty()) {
            throw new OnnxException(model.name(), "no shape is given for input " + missing.get(0));
        }
    }

    private String shapes() {
        return inputs.keySet().stream()
                .map(name -> name + " " + buffer(name).shape())
                .collect(Collectors.joining(", "));
    }
}
