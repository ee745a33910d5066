package io.calotype.inference.prepare;

import static java.util.Objects.requireNonNull;

import io.calotype.inference.pack.ModelPack;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * The graph of a pack's denoising model, with one timestep per row and one operator for each attention where possible.
 *
 * <p>The edited graph is read from beside the pack if it was prepared. Otherwise an exported UNet, whose timestep is a scalar, is
 * edited and checked for this process alone; a model that takes a timestep per row as it is runs as it was exported. A graph that
 * cannot be edited, or whose edit computes something else, is used as it is.
 */
public final class DenoisingModel {

    /** How a model comes to take its timesteps. */
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
    public record Preparation(Timesteps timesteps, boolean fusedAttention) {
        /** Refuses null. */
        public Preparation {
            requireNonNull(timesteps);
        }
    }

    private DenoisingModel() {}

    /** Makes something of the graph that is to be loaded, a file that may be gone afterwards. */
    public static <T> T withGraph(ModelPack pack, String component, Function<Path, T> use) {
        return edited(pack, component).withGraph(GraphEdits::takesScalar, use);
    }

    /** Returns the graph that is loaded, made, checked and kept if need be; the model file where there is no better one. */
    public static Path prepared(ModelPack pack, String component) {
        prepare(pack, component);
        return PreparedGraph.beside(pack, component)
                .decision()
                .flatMap(PreparedGraph.Decision::graph)
                .orElse(pack.model(component));
    }

    /** Makes, checks and keeps the edited graph, if the model needs one. */
    public static Preparation prepare(ModelPack pack, String component) {
        return edited(pack, component).prepare();
    }

    private static EditedModel edited(ModelPack pack, String component) {
        return new EditedModel(
                pack, component, model -> GraphCheck.of(pack).together(model), (exported, together) -> GraphCheck.of(
                                pack)
                        .difference(exported, together));
    }
}
