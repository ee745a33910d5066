package io.calotype.inference.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.calotype.contracts.tensor.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loaded ONNX model, shared by the slots that run it.
 *
 * <p>References are counted: every slot and every {@link #retain} holds one, and the session closes with the last, so that
 * it never closes under a run. Slots of one model may run at the same time.
 */
public final class OnnxModel implements AutoCloseable {

    private final String name;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final List<TensorInfo> inputs;
    private final List<TensorInfo> outputs;
    private final AtomicInteger references = new AtomicInteger(1);
    private volatile @Nullable Observation observation;

    private record Observation(String output, Shape shape, Consumer<FloatBuffer> observer) {}

    private OnnxModel(String name, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.name = name;
        this.environment = environment;
        this.session = session;
        inputs = infos(session.getInputInfo());
        outputs = infos(session.getOutputInfo());
    }

    /** Loads a model file; {@link OnnxException} names the file and what ONNX Runtime finds wrong with it. */
    public static OnnxModel load(Path model, SessionSettings settings) {
        return load(model, model, settings);
    }

    /**
     * Loads an edited graph of a model file; weights in files beside the model are read from there.
     *
     * @throws OnnxException that names the model file and what ONNX Runtime finds wrong with the graph
     */
    public static OnnxModel load(Path model, Path graph, SessionSettings settings) {
        var name = nameOf(model);
        if (!Files.isReadable(graph)) {
            throw new OnnxException(name, "cannot be read at " + graph);
        }
        var environment = Environment.get();
        try {
            var session = SessionFactory.open(environment, model, graph, settings);
            return described(name, environment, session);
        } catch (IOException e) {
            throw new OnnxException(name, "cannot be read at " + graph + ": " + e.getMessage(), e);
        } catch (OrtException e) {
            throw new OnnxException(name, "cannot be loaded on " + settings.provider() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Loads a graph that {@link #writeOptimised} made on this kind of processor, as it is.
     *
     * @param model that it was made of, for messages
     * @throws OnnxException that names the model and what ONNX Runtime finds wrong with the graph
     */
    public static OnnxModel loadOptimised(Path model, Path graph, SessionSettings settings) {
        var name = nameOf(model);
        var environment = Environment.get();
        try {
            return described(name, environment, SessionFactory.openOptimised(environment, graph, settings));
        } catch (OrtException e) {
            throw new OnnxException(name, "cannot be loaded on " + settings.provider() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes a graph of a model file as ONNX Runtime's CPU provider optimises it for this processor, as two files.
     *
     * @param target the graph; its folder exists
     * @param weights name of the file beside it for tensors of more than a few bytes
     * @throws OnnxException that names the model file and what ONNX Runtime finds wrong with the graph
     */
    public static void writeOptimised(Path model, Path graph, Path target, String weights) {
        var name = nameOf(model);
        try {
            SessionFactory.writeOptimised(Environment.get(), model, graph, target, weights);
        } catch (IOException e) {
            throw new OnnxException(name, "cannot be read at " + graph + ": " + e.getMessage(), e);
        } catch (OrtException e) {
            throw new OnnxException(name, "cannot be optimised: " + e.getMessage(), e);
        }
    }

    /** The version of ONNX Runtime, such as {@code 1.29.0}. */
    public static String runtimeVersion() {
        return Environment.get().getVersion();
    }

    /**
     * Opens a model on the CPU to read what it takes and gives; running it is slow.
     *
     * @throws OnnxException that names the file and what ONNX Runtime finds wrong with it
     */
    public static OnnxModel inspect(Path model) {
        return inspect(model, model);
    }

    /** The same for an edited graph of the model file. */
    public static OnnxModel inspect(Path model, Path graph) {
        var name = nameOf(model);
        var environment = Environment.get();
        try {
            return described(name, environment, SessionFactory.unoptimised(environment, model, graph));
        } catch (IOException e) {
            throw new OnnxException(name, "cannot be read at " + graph + ": " + e.getMessage(), e);
        } catch (OrtException e) {
            throw new OnnxException(name, "cannot be loaded: " + e.getMessage(), e);
        }
    }

    /** Component and file name for messages: {@code unet/model.onnx}. */
    public String name() {
        return name;
    }

    /** The inputs as declared, in the model's order. */
    public List<TensorInfo> inputs() {
        return inputs;
    }

    /** The outputs as declared, in the model's order. */
    public List<TensorInfo> outputs() {
        return outputs;
    }

    /** An input by name, if the model has it. */
    public Optional<TensorInfo> input(String input) {
        return inputs.stream().filter(info -> info.name().equals(input)).findFirst();
    }

    /**
     * Has an output computed in every run of slots that are made from now on, beside what they are made for.
     *
     * @param observer takes it after each run, and reads it at once
     */
    public void observe(String output, Shape shape, Consumer<FloatBuffer> observer) {
        observation = new Observation(output, shape, observer);
    }

    /** Preallocates the tensors of one kind of call; every input needs a shape, outputs that are not named are not computed. */
    public Slot slot(Map<String, Shape> inputShapes, Map<String, Shape> outputShapes) {
        return slot(inputShapes, outputShapes, Set.of());
    }

    /** The same for calls that are given some inputs each time, {@link FedInputs}; these need no shape. */
    public Slot slot(Map<String, Shape> inputShapes, Map<String, Shape> outputShapes, Set<String> fed) {
        retain();
        var observed = observation;
        try {
            if (observed == null) {
                return new Slot(this, inputShapes, outputShapes, fed, slot -> {});
            }
            var outputs = new HashMap<>(outputShapes);
            outputs.put(observed.output(), observed.shape());
            return new Slot(this, inputShapes, outputs, fed, slot -> observed.observer()
                    .accept(slot.output(observed.output())));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Takes one more reference; {@link #close} gives it back. */
    public OnnxModel retain() {
        if (references.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw new OnnxException(name, "is closed");
        }
        return this;
    }

    /** Gives one reference back; the last one closes the session, further calls do nothing. */
    @Override
    public void close() {
        if (references.getAndUpdate(count -> Math.max(0, count - 1)) != 1) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw new OnnxException(name, "cannot be closed: " + e.getMessage(), e);
        }
    }

    OrtEnvironment environment() {
        return environment;
    }

    OrtSession session() {
        return session;
    }

    private static OnnxModel described(String name, OrtEnvironment environment, OrtSession session)
            throws OrtException {
        try {
            return new OnnxModel(name, environment, session);
        } catch (OnnxException | OrtException e) {
            session.close();
            throw e;
        }
    }

    private List<TensorInfo> infos(Map<String, NodeInfo> nodes) {
        return nodes.values().stream()
                .map(node -> TensorInfo.of(name, node.getName(), node.getInfo()))
                .toList();
    }

    private static String nameOf(Path model) {
        var parts = model.getNameCount();
        return model.subpath(Math.max(0, parts - 2), parts).toString();
    }
}
