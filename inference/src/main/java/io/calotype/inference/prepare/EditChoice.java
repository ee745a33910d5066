package io.calotype.inference.prepare;

import io.calotype.inference.onnx.ExecutionProvider;
import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import io.calotype.inference.onnx.SessionSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Chooses the edit that does the most to a model's graph without changing what it computes, by running both, one after the other: two
 * large models may not fit into memory.
 *
 * @param file the model
 * @param edited what an edited graph makes of some numbers
 * @param difference how far what the model makes of them is from that, relative to the largest
 */
record EditChoice(
        Path file,
        SessionSettings settings,
        Function<OnnxModel, float[]> edited,
        ToDoubleBiFunction<OnnxModel, float[]> difference) {

    private static final double MOST = 1e-4;

    /** An edit and how far it is from the model. */
    record Checked(GraphEdit edit, double difference) {}

    /** The choice; empty where the model stays as it is. */
    Optional<Checked> of(GraphEdits edits) {
        var most = edits.most();
        var checked = most.flatMap(this::checked);
        boolean isLast = most.isEmpty() || !most.get().fusedAttention();
        return checked.isPresent() || isLast ? checked : edits.exact().flatMap(this::checked);
    }

    private Optional<Checked> checked(GraphEdit edit) {
        double away = away(edit.graph());
        return away <= MOST ? Optional.of(new Checked(edit, away)) : Optional.empty();
    }

    /** Infinitely far where the graph cannot be loaded or run. */
    private double away(Path graph) {
        try {
            float[] made;
            try (var model = open(graph)) {
                made = edited.apply(model);
            }
            try (var exported = open(file)) {
                return difference.applyAsDouble(exported, made);
            }
        } catch (OnnxException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** On the CPU without ONNX Runtime's optimisation, which for a large model takes ten times as long as these small calls. */
    private OnnxModel open(Path graph) {
        return settings.provider() == ExecutionProvider.CPU
                ? OnnxModel.inspect(file, graph)
                : OnnxModel.load(file, graph, settings);
    }
}
