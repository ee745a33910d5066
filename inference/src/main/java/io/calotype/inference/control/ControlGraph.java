package io.calotype.inference.control;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.lora.LoraGraph;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.optimised.ServedModel;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** The graph of a UNet that takes what control models make of a picture. */
public final class ControlGraph {

    private ControlGraph() {}

    /**
     * Loads a pack's denoiser, a component whose graphs were verified, with inputs for its LoRAs and control models if there are any.
     *
     * @throws PackException if its graph cannot have them
     */
    public static OnnxModel load(ModelPack pack, SessionSettings settings) {
        var component = pack.family().denoiser().component();
        return withGraph(pack, graph -> ServedModel.load(pack, component, graph, settings));
    }

    /** Makes something of the graph that {@link #load} would load, a file that may be gone afterwards. */
    public static <T> T withGraph(ModelPack pack, Function<Path, T> use) {
        var component = pack.family().denoiser().component();
        boolean controlled = ControlShelf.of(pack).any();
        return LoraGraph.with(
                LoraShelf.of(pack),
                pack,
                component,
                graph -> controlled ? with(pack.model(component), graph, use) : use.apply(graph));
    }

    /**
     * Makes something of a graph with such inputs, a file that is gone afterwards.
     *
     * @throws PackException if the graph is no UNet whose nodes keep the names of their modules
     */
    static <T> T with(Path model, Path graph, Function<Path, T> use) {
        try {
            var edited = Files.createTempFile("calotype", ".onnx");
            try {
                OnnxFile.read(graph)
                        .withControlInputs()
                        .orElseThrow(() -> new PackException(
                                model,
                                "takes no control pictures: it is no UNet whose nodes keep the names of their modules"))
                        .write(edited);
                return use.apply(edited);
            } finally {
                Files.deleteIfExists(edited);
            }
        } catch (IOException e) {
            throw new PackException(model, "cannot take control pictures: " + e.getMessage(), e);
        }
    }
}
