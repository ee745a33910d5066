package io.calotype.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
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

    private SessionFactory() {}

    static OrtSession open(OrtEnvironment environment, Path model, Path graph, SessionSettings settings)
            throws OrtException, IOException {
        try (var options = options(settings)) {
            if (graph.equals(model) || OnnxFile.read(graph).externalData().isEmpty()) {
                return environment.createSession(graph.toString(), options);
            }
            // Read from memory, a graph may have its weights in another folder; without them it is small.
            var folder = Objects.requireNonNull(model.toAbsolutePath().getParent());
            options.addConfigEntry("session.model_external_initializers_file_folder_path", folder.toString());
            return environment.createSession(Files.readAllBytes(graph), options);
        }
    }

    /** For looking at a model: opened as it is, which takes a fraction of the time that the optimised graph takes. */
    static OrtSession unoptimised(OrtEnvironment environment, Path model) throws OrtException {
        try (var options = new SessionOptions()) {
            options.setOptimizationLevel(OptLevel.NO_OPT);
            options.addConfigEntry("session.disable_prepacking", "1");
            return environment.createSession(model.toString(), options);
        }
    }

    private static SessionOptions options(SessionSettings settings) throws OrtException {
        var options = new SessionOptions();
        options.setIntraOpNumThreads(settings.intraOpThreads());
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", settings.spinning() ? "1" : "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        options.setOptimizationLevel(OptLevel.ALL_OPT);
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
