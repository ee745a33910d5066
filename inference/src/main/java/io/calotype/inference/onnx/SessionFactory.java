package io.calotype.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.calotype.inference.graph.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Opens ONNX Runtime sessions whose threads, spinning and device are stated and never guessed. */
final class SessionFactory {

    private static final String DISABLE_PREPACKING = "session.disable_prepacking";
    private static final int SMALL_BYTES = 1024;

    private SessionFactory() {}

    static OrtSession open(OrtEnvironment environment, Path model, Path graph, SessionSettings settings)
            throws OrtException, IOException {
        try (var options = options(settings, OptLevel.ALL_OPT)) {
            return open(environment, model, graph, options);
        }
    }

    /** Opens a graph that ONNX Runtime has optimised already, on this kind of processor. */
    static OrtSession openOptimised(OrtEnvironment environment, Path graph, SessionSettings settings)
            throws OrtException {
        try (var options = options(settings, OptLevel.NO_OPT)) {
            return environment.createSession(graph.toString(), options);
        }
    }

    /** Writes a graph as ONNX Runtime optimises it for this processor; the larger weights into a file beside it. */
    static void writeOptimised(OrtEnvironment environment, Path model, Path graph, Path target, String weights)
            throws OrtException, IOException {
        try (var options = options(SessionSettings.cpu(1), OptLevel.ALL_OPT)) {
            options.setSessionLogLevel(
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR); // else it warns that the processor matters
            options.addConfigEntry(DISABLE_PREPACKING, "1");
            options.setOptimizedModelFilePath(target.toString());
            options.addConfigEntry("session.optimized_model_external_initializers_file_name", weights);
            options.addConfigEntry(
                    "session.optimized_model_external_initializers_min_size_in_bytes", String.valueOf(SMALL_BYTES));
            open(environment, model, graph, options).close();
        }
    }

    private static OrtSession open(OrtEnvironment environment, Path model, Path graph, SessionOptions options)
            throws OrtException, IOException {
        if (graph.equals(model) || OnnxFile.read(graph).externalData().isEmpty()) {
            return environment.createSession(graph.toString(), options);
        }
        // Read from memory, a graph may have its weights in another folder; without them it is small.
        var folder = Objects.requireNonNull(model.toAbsolutePath().getParent());
        options.addConfigEntry("session.model_external_initializers_file_folder_path", folder.toString());
        return environment.createSession(Files.readAllBytes(graph), options);
    }

    /** For looking at a model: opened as it is, which takes a fraction of the time that the optimised graph takes. */
    static OrtSession unoptimised(OrtEnvironment environment, Path model, Path graph) throws OrtException, IOException {
        try (var options = options(SessionSettings.cpu(1), OptLevel.NO_OPT)) {
            options.addConfigEntry(DISABLE_PREPACKING, "1");
            return open(environment, model, graph, options);
        }
    }

    private static SessionOptions options(SessionSettings settings, OptLevel level) throws OrtException {
        var options = new SessionOptions();
        options.setIntraOpNumThreads(settings.intraOpThreads());
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        options.setOptimizationLevel(level);
        options.setDeterministicCompute(true);
        if (settings.provider() == ExecutionProvider.CUDA) {
            addCuda(options, settings.deviceId());
        }
        return options;
    }

    /** Full fp32 and no search by timing, so that a picture does not depend on the day. */
    private static void addCuda(SessionOptions options, int deviceId) throws OrtException {
        try (var cuda = new OrtCUDAProviderOptions(deviceId)) {
            cuda.add("use_tf32", "0");
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
        }
    }
}
