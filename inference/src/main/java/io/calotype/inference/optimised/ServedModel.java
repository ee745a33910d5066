package io.calotype.inference.optimised;

import io.calotype.inference.onnx.ExecutionProvider;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Loads models to be served: as ONNX Runtime optimised them on such a machine before, where that was kept, which takes a fraction of
 * the time; else as ONNX Runtime optimises them now. Both compute the same to the bit.
 */
public final class ServedModel {

    private static final Logger LOG = System.getLogger(ServedModel.class.getName());

    private ServedModel() {}

    /**
     * Loads a component whose graphs were verified ({@link ModelPack#verifyGraphs}); its weights are verified if they are read.
     *
     * @param graph the model's own or an edited one
     * @throws PackException if the pack's weights are damaged; {@link OnnxException} names what ONNX Runtime finds wrong
     */
    public static OnnxModel load(ModelPack pack, String component, Path graph, SessionSettings settings) {
        return kept(pack, component, graph, settings).orElseGet(() -> {
            pack.verify(component);
            return OnnxModel.load(pack.model(component), graph, settings);
        });
    }

    private static Optional<OnnxModel> kept(ModelPack pack, String component, Path graph, SessionSettings settings) {
        var all = OptimisedGraph.all(pack, component);
        if (settings.provider() != ExecutionProvider.CPU || !Files.isDirectory(all)) {
            return Optional.empty();
        }
        var kept = Machine.here().map(machine -> OptimisedGraph.of(pack, component, graph, machine));
        if (kept.isEmpty() || !Files.isDirectory(kept.get().folder())) {
            LOG.log(
                    Level.INFO,
                    "{0}: none of the optimised graphs in {1} is of this graph, ONNX Runtime and processor: optimising it now",
                    component,
                    all);
            return Optional.empty();
        }
        try {
            var model = load(pack.model(component), kept.get(), settings);
            LOG.log(
                    Level.INFO,
                    "{0} is loaded as it was optimised before: {1}",
                    component,
                    kept.get().folder());
            return Optional.of(model);
        } catch (IOException | OnnxException e) {
            LOG.log(
                    Level.INFO,
                    "{0}: the optimised graph in {1} is not used, {2}: optimising it now",
                    component,
                    kept.get().folder(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** The numbers are hashed while ONNX Runtime loads them; nothing runs before both are done. */
    private static OnnxModel load(Path name, OptimisedGraph kept, SessionSettings settings) throws IOException {
        var expected = kept.requireWhole();
        var hashed = expected.isEmpty()
                ? CompletableFuture.completedFuture(expected)
                : CompletableFuture.supplyAsync(
                        () -> ModelPack.sha256Of(kept.weights()), task -> new Thread(task, "weights-digest").start());
        OnnxModel model;
        try {
            model = OnnxModel.loadOptimised(name, kept.graph(), settings);
        } finally {
            hashed.exceptionally(failure -> "").join();
        }
        try {
            OptimisedGraph.require(OptimisedGraph.WEIGHTS, hashed.join(), expected);
            return model;
        } catch (IOException | CompletionException e) {
            model.close();
            throw new IOException(e.getMessage(), e);
        }
    }
}
