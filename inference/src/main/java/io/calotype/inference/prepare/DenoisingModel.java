package io.calotype.inference.prepare;

import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import io.calotype.inference.pack.ModelPack;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Loads a pack's denoising model, with one timestep per row and one operator for each attention where possible.
 *
 * <p>The edited graph is read from beside the pack if it was prepared. Otherwise an exported UNet, whose timestep is a scalar, is
 * edited and checked for this process alone; a model that takes a timestep per row as it is runs as it was exported. A graph that
 * cannot be edited, or whose edit computes something else, is used as it is.
 */
public final class DenoisingModel {

    /** How a model came to take its timesteps. */
    public enum Timesteps {
        /** The export takes one per row as it is. */
        PER_ROW,
        /** The edited graph takes one per row. */
        EDITED,
        /** The model takes one for all rows, so images share a call where they are at the same timestep. */
        SHARED
    }

    /**
     * What was done to a model.
     *
     * @param timesteps how it takes its timesteps from now on
     * @param fusedAttention whether each attention is one operator
     */
    public record Preparation(Timesteps timesteps, boolean fusedAttention) {}

    private DenoisingModel() {}

    /** Loads the model of a component whose graphs were verified; PackException or {@link OnnxException} name the file that does not fit. */
    public static OnnxModel load(ModelPack pack, String component, SessionSettings settings) {
        return withGraph(pack, component, settings, graph -> OnnxModel.load(pack.model(component), graph, settings));
    }

    /** Makes something of the graph that {@link #load} would load, a file that may be gone afterwards. */
    public static <T> T withGraph(ModelPack pack, String component, SessionSettings settings, Function<Path, T> use) {
        var file = pack.model(component);
        var kept = PreparedGraph.beside(pack, component).graph();
        if (kept.isPresent()) {
            return use.apply(kept.get());
        }
        try (var edits = GraphEdits.of(file)) {
            if (edits.takesScalar()) {
                pack.verify(component); // the check reads its weights
            }
            var chosen = edits.takesScalar()
                    ? choose(edits, pack, component, settings)
                    : Optional.<EditChoice.Checked>empty();
            return use.apply(chosen.map(checked -> checked.edit().graph()).orElse(file));
        }
    }

    /** Returns the graph that {@link #load} loads, made, checked and kept if need be; the model file where there is no better one. */
    public static Path prepared(ModelPack pack, String component, SessionSettings settings) {
        prepare(pack, component, settings);
        return PreparedGraph.beside(pack, component).graph().orElse(pack.model(component));
    }

    /** Makes, checks and keeps the edited graph, if the model needs one. */
    public static Preparation prepare(ModelPack pack, String component, SessionSettings settings) {
        var file = pack.model(component);
        var beside = PreparedGraph.beside(pack, component);
        try (var edits = GraphEdits.of(file)) {
            var timesteps = edits.takesScalar() ? Timesteps.SHARED : Timesteps.PER_ROW;
            var kept = beside.preparation();
            if (kept.isPresent()) {
                return kept.get();
            }
            var chosen = choose(edits, pack, component, settings);
            if (chosen.isEmpty()) {
                return new Preparation(timesteps, false);
            }
            var edit = chosen.get().edit();
            var preparation =
                    new Preparation(edit.timestepPerRow() ? Timesteps.EDITED : timesteps, edit.fusedAttention());
            beside.keep(edit.graph(), preparation, chosen.get().difference());
            return preparation;
        }
    }

    private static Optional<EditChoice.Checked> choose(
            GraphEdits edits, ModelPack pack, String component, SessionSettings settings) {
        var check = GraphCheck.of(pack);
        return new EditChoice(pack.model(component), settings, check::together, check::difference).of(edits);
    }
}
