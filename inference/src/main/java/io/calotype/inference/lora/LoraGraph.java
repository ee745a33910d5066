package io.calotype.inference.lora;

import static java.util.Objects.requireNonNull;

import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.optimised.ServedModel;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.pack.PreparedNote;
import io.calotype.inference.prepare.DenoisingModel;
import io.calotype.inference.prepare.GraphCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The graph of a model that takes LoRAs row by row, kept beside the packs: {@code .prepared/<sha256 of the model file>/loras/}.
 *
 * <p>It has inputs for the layers that LoRAs of the pack change, so that others cost nothing.
 */
public final class LoraGraph {

    private static final String EDIT = "1"; // another number when the edit changes, and in OptimisedGraph

    private record Note(String edit, String sha256, List<String> layers) {
        Note {
            requireNonNull(edit);
            requireNonNull(sha256);
            layers = List.copyOf(layers);
        }
    }

    private final ModelPack pack;
    private final String component;
    private final Path folder;

    private LoraGraph(ModelPack pack, String component) {
        this.pack = pack;
        this.component = component;
        folder = pack.prepared(component).resolve("loras");
    }

    /**
     * Loads the model of a component whose graphs were verified, with inputs for the LoRAs of a shelf if there are any.
     *
     * @throws PackException if the graph cannot have such inputs
     */
    public static OnnxModel load(LoraShelf shelf, ModelPack pack, String component, SessionSettings settings) {
        return with(shelf, pack, component, graph -> ServedModel.load(pack, component, graph, settings));
    }

    /** Makes something of the graph that {@link #load} would load, a file that may be gone afterwards. */
    public static <T> T with(LoraShelf shelf, ModelPack pack, String component, Function<Path, T> use) {
        var layers = shelf.layers(component);
        var graph = new LoraGraph(pack, component);
        if (layers.isEmpty()) {
            return graph.withBase(use);
        }
        var kept = graph.kept(layers);
        return kept.isPresent() ? use.apply(kept.get()) : graph.edited(layers, use);
    }

    /** Makes, checks and keeps the graph for the LoRAs of a shelf. */
    static void prepare(LoraShelf shelf, ModelPack pack, String component) {
        var graph = new LoraGraph(pack, component);
        var layers = shelf.layers(component);
        if (graph.kept(layers).isEmpty()) {
            graph.edited(layers, edited -> graph.keep(edited, layers));
        }
    }

    private <T> T withBase(Function<Path, T> use) {
        return isDenoiser() ? DenoisingModel.withGraph(pack, component, use) : use.apply(pack.model(component));
    }

    private boolean isDenoiser() {
        return component.equals(pack.family().denoiser().component());
    }

    private <T> T edited(Set<String> layers, Function<Path, T> use) {
        return withBase(base -> {
            try {
                pack.verify(component); // the check reads its weights
                var edited = Files.createTempFile("calotype", ".onnx");
                try {
                    OnnxFile.read(base).withLoraInputs(layers).write(edited);
                    if (isDenoiser()) {
                        LoraCheck.require(GraphCheck.of(pack), pack.model(component), base, edited);
                    }
                    return use.apply(edited);
                } finally {
                    Files.deleteIfExists(edited);
                }
            } catch (IOException | OnnxException e) {
                throw new PackException(pack.model(component), "cannot take LoRAs: " + e.getMessage(), e);
            }
        });
    }

    private Path model() {
        return folder.resolve("model.onnx");
    }

    private Path note() {
        return folder.resolve("prepared.json");
    }

    private Optional<Path> kept(Set<String> layers) {
        if (!Files.isRegularFile(note()) || !Files.isRegularFile(model())) {
            return Optional.empty();
        }
        try {
            var note = PreparedNote.read(note(), Note.class);
            boolean fits = note.edit().equals(EDIT)
                    && new TreeSet<>(note.layers()).containsAll(layers)
                    && note.sha256().equals(ModelPack.sha256Of(model()));
            return fits ? Optional.of(model()) : Optional.empty();
        } catch (IOException | PackException e) {
            return Optional.empty();
        }
    }

    private Path keep(Path edited, Set<String> layers) {
        try {
            Files.createDirectories(folder);
            var unfinished = Files.createTempFile(folder, "model", ".unfinished");
            Files.copy(edited, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, model(), StandardCopyOption.REPLACE_EXISTING);
            PreparedNote.write(note(), new Note(EDIT, ModelPack.sha256Of(edited), List.copyOf(layers)));
            return model();
        } catch (IOException e) {
            throw new PackException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }
}
