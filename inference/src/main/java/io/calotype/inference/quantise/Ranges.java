package io.calotype.inference.quantise;

import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.graph.OnnxFile;
import io.calotype.inference.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the tensors of a plan have held, run after run. */
public final class Ranges {

    private static final int NUMBERS = 3; // of each tensor

    private final Map<String, ValueRange> all = new LinkedHashMap<>();

    private Ranges(Collection<String> tensors) {
        tensors.forEach(tensor -> all.put(tensor, ValueRange.NONE));
    }

    /** Returns those of all runs of a model from now on; its graph is what {@link Int8Plan#writeWithRanges} wrote. */
    static Ranges of(Int8Plan plan, OnnxModel model) {
        var ranges = new Ranges(plan.tensors());
        model.observe(OnnxFile.RANGES, Shape.of((long) NUMBERS * ranges.all.size()), ranges::add);
        return ranges;
    }

    private synchronized void add(FloatBuffer numbers) {
        int place = 0;
        for (var entry : all.entrySet()) {
            entry.setValue(entry.getValue().and(numbers.get(place), numbers.get(place + 1), numbers.get(place + 2)));
            place += NUMBERS;
        }
    }

    /** Returns them by the tensor's name. */
    public synchronized Map<String, ValueRange> all() {
        return Map.copyOf(all);
    }
}
