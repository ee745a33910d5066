package io.calotype.inference.lora;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.LoraRequest;
import io.calotype.inference.graph.LoraInputNames;
import io.calotype.inference.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The LoRAs that a model has in memory: those that its calls need, and those used last as long as there is room. One thread at a time,
 * but for {@link #requireFits}.
 */
public final class LoraStacks implements AutoCloseable {

    /** The greatest rank that the LoRAs of an image may have at one layer, together: up to there it cannot matter what others have. */
    public static final int MOST_RANK = 128;

    private final OnnxModel model;
    private final List<LoraInput> layers;
    private final Set<String> layerNames;
    private final Set<String> inputNames;
    private final long maxBytes;
    private @Nullable LoraStack none;
    private @Nullable LoraStack some;

    /**
     * Makes stacks for a model, which it does not close.
     *
     * @param maxBytes how much memory a stack may take
     */
    public LoraStacks(OnnxModel model, long maxBytes) {
        this.model = model;
        this.maxBytes = maxBytes;
        layers = LoraInput.of(model);
        layerNames = Set.copyOf(layers.stream().map(LoraInput::layer).toList());
        inputNames = LoraInput.names(layers);
    }

    /** Whether the model takes LoRAs at all. */
    public boolean any() {
        return !layers.isEmpty();
    }

    /** The inputs that calls are given by a stack. */
    public Set<String> inputNames() {
        return inputNames;
    }

    /** The input that says which of a stack a row uses. */
    public static String placesInput() {
        return LoraInputNames.ROWS;
    }

    /**
     * Checks that the model can be called with a mix; safe for many threads.
     *
     * @throws Refusal UNSUPPORTED if the model has no inputs for it; LIMIT_EXCEEDED or TOO_LARGE for too great a rank or too many bytes
     */
    public void requireFits(LoraMix mix) {
        for (var part : mix.parts()) {
            if (!layerNames.containsAll(part.weights().layers().keySet())) {
                throw refusal(
                        ProblemType.UNSUPPORTED,
                        "a LoRA was added after this service had begun; it takes effect when it is started again");
            }
        }
        for (var layer : layers) {
            int rank = mix.rank(layer.layer());
            if (rank > MOST_RANK) {
                throw refusal(
                        ProblemType.LIMIT_EXCEEDED,
                        "the LoRAs have rank %d together; at most %d for one image".formatted(rank, MOST_RANK));
            }
        }
        long bytes = LoraStack.bytes(layers, Set.of(mix));
        if (bytes > maxBytes) {
            throw refusal(
                    ProblemType.TOO_LARGE,
                    "the LoRAs of this image take %d bytes of memory; this deployment gives them %d"
                            .formatted(bytes, maxBytes));
        }
    }

    private static Refusal refusal(ProblemType type, String detail) {
        return Refusal.of(type, LoraRequest.FIELD, detail);
    }

    /** Divides what is to be called into groups whose mixes fit into memory together, in order; nearly always it is one. */
    public <T> List<List<T>> groups(List<T> all, Function<T, LoraMix> mixOf) {
        var groups = new ArrayList<List<T>>();
        var group = new ArrayList<T>();
        var mixes = new LinkedHashSet<LoraMix>();
        for (var one : all) {
            if (mixes.add(mixOf.apply(one)) && !group.isEmpty() && LoraStack.bytes(layers, mixes) > maxBytes) {
                groups.add(List.copyOf(group));
                group.clear();
                mixes.clear();
                mixes.add(mixOf.apply(one));
            }
            group.add(one);
        }
        groups.add(group);
        return groups;
    }

    /** Returns a stack with some mixes, to be used before the next call of this. */
    public LoraStack get(Set<LoraMix> needed) {
        if (needed.equals(Set.of(LoraMix.NONE))) {
            none = none == null ? LoraStack.of(model, layers, needed) : none;
            return none;
        }
        var resident = some == null ? Set.<LoraMix>of() : some.mixes();
        if (some != null && resident.containsAll(needed)) {
            return some;
        }
        var mixes = new LinkedHashSet<>(needed);
        for (var earlier : resident) {
            var more = new LinkedHashSet<>(mixes);
            more.add(earlier);
            if (LoraStack.bytes(layers, more) <= maxBytes) {
                mixes.add(earlier);
            }
        }
        if (some != null) {
            some.close();
            some = null;
        }
        var made = LoraStack.of(model, layers, mixes);
        some = made;
        return made;
    }

    @Override
    public void close() {
        if (none != null) {
            none.close();
            none = null;
        }
        if (some != null) {
            some.close();
            some = null;
        }
    }
}
