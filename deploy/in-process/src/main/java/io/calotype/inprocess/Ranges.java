package io.calotype.inprocess;

import io.calotype.inference.quantise.ValueRange;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What some tensors of a model have held, run after run. */
final class Ranges {

    private static final int NUMBERS = 3; // of each tensor

    private final Map<String, ValueRange> all = new LinkedHashMap<>();

    Ranges(Collection<String> tensors) {
        tensors.forEach(tensor -> all.put(tensor, ValueRange.NONE));
    }

    long length() {
        return (long) NUMBERS * all.size();
    }

    /** Takes a run's result. */
    synchronized void add(FloatBuffer numbers) {
        int place = 0;
        for (var entry : all.entrySet()) {
            entry.setValue(entry.getValue().and(numbers.get(place), numbers.get(place + 1), numbers.get(place + 2)));
            place += NUMBERS;
        }
    }

    Map<String, ValueRange> all() {
        return all;
    }
}
