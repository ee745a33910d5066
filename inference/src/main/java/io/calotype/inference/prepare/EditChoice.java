package io.calotype.inference.prepare;

import io.calotype.inference.onnx.OnnxException;
import io.calotype.inference.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Chooses the edit that does the most to a model's graph without changing what it computes, by running both, one after the other: two
 * large models may not fit into memory.
 *
 * <p>Both run on the CPU, wherever the model is served: there the same sums have the same bits, so that what is chosen does not depend
 * on the device, nor on whether the pack was prepared. They run without ONNX Runtime's optimisation, which for a large model takes ten
 * times as long as these small calls.
 *
 * @param file the model
 * @param edited what an edited graph makes of some numbers
 * @param difference how far what the model makes of them is from that, relative to the largest
 */
record EditChoice(Path file, Function<OnnxModel, float[]> edited, ToDoubleBiFunction<OnnxModel, float[]> difference) {

    private static final double MOST = 1e-4;

    /** An edit and how far it is from the model. */
    record Checked(GraphEdit edit, double difference) {}

    /**
     * What was chosen.
     *
     * @param checked empty where the model stays as it is
     * @param isFinal whether another try would end the same; it might not where memory ran out
     */
    record Choice(Optional<Checked> checked, boolean isFinal) {}

    Choice of(GraphEdits edits) {
        var most = edits.most();
        var choice = checked(most);
        boolean isLast = most.isEmpty() || !most.get().fusedAttention();
        if (choice.checked().isPresent() || isLast) {
            return choice;
        }
        var exact = checked(edits.exact());
        return new Choice(exact.checked(), choice.isFinal() && exact.isFinal());
    }

    private Choice checked(Optional<GraphEdit> edit) {
        if (edit.isEmpty()) {
            return new Choice(Optional.empty(), true);
        }
        var away = away(edit.get().graph());
        var checked = away.stream()
                .filter(difference -> difference <= MOST)
                .mapToObj(difference -> new Checked(edit.get(), difference))
                .findFirst();
        return new Choice(checked, away.isPresent());
    }

    /** Infinitely far where the graph cannot be loaded or run; empty where that cannot be told. */
    private OptionalDouble away(Path graph) {
        float[] made;
        try (var model = OnnxModel.inspect(file, graph)) {
            made = edited.apply(model);
        } catch (OnnxException e) {
            return e.isOutOfMemory() ? OptionalDouble.empty() : OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        try (var exported = OnnxModel.inspect(file)) {
            return OptionalDouble.of(difference.applyAsDouble(exported, made));
        } catch (OnnxException e) {
            return OptionalDouble.empty();
        }
    }
}
