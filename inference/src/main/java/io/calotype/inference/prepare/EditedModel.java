package io.calotype.inference.prepare;

import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.DenoisingModel.Preparation;
import io.calotype.inference.prepare.DenoisingModel.Timesteps;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleBiFunction;

/**
 * A model whose graph is edited: once, when it is prepared, and kept beside the pack, as is that no edit computes the same; else for
 * one process.
 *
 * @param edited what an edited graph makes of some numbers
 * @param difference how far what the model makes of them is from that, relative to the largest
 */
record EditedModel(
        ModelPack pack,
        String component,
        Function<OnnxModel, float[]> edited,
        ToDoubleBiFunction<OnnxModel, float[]> difference) {

    /**
     * Makes something of the graph that is to be loaded, a file that may be gone afterwards.
     *
     * @param unprepared whether it is edited for this process where it was not prepared
     */
    <T> T withGraph(Predicate<GraphEdits> unprepared, Function<Path, T> use) {
        var file = pack.model(component);
        var kept = PreparedGraph.beside(pack, component).decision();
        if (kept.isPresent()) {
            return use.apply(kept.get().graph().orElse(file));
        }
        try (var edits = GraphEdits.of(file)) {
            var graph = unprepared.test(edits)
                    ? choose(edits).checked().map(checked -> checked.edit().graph())
                    : Optional.<Path>empty();
            return use.apply(graph.orElse(file));
        }
    }

    /** Makes, checks and keeps the edited graph, if the model needs one. */
    Preparation prepare() {
        var beside = PreparedGraph.beside(pack, component);
        var kept = beside.decision();
        if (kept.isPresent()) {
            return kept.get().preparation();
        }
        try (var edits = GraphEdits.of(pack.model(component))) {
            var timesteps = edits.takesScalar() ? Timesteps.SHARED : Timesteps.PER_ROW;
            var choice = choose(edits);
            if (choice.checked().isEmpty()) {
                var asItIs = new Preparation(timesteps, false);
                if (choice.isFinal()) {
                    beside.refuse(asItIs);
                }
                return asItIs;
            }
            var edit = choice.checked().get().edit();
            var preparation =
                    new Preparation(edit.timestepPerRow() ? Timesteps.EDITED : timesteps, edit.fusedAttention());
            beside.keep(edit.graph(), preparation, choice.checked().get().difference());
            return preparation;
        }
    }

    private EditChoice.Choice choose(GraphEdits edits) {
        pack.verify(component); // the check reads its weights
        return new EditChoice(pack.model(component), edited, difference).of(edits);
    }
}
