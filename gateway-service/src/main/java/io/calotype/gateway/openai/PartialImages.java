package io.calotype.gateway.openai;

import io.calotype.gateway.book.Happening.Step;
import java.util.HashMap;
import java.util.Map;

/** Chooses, of all previews of each image, as many as are wanted, spread evenly over the steps. */
final class PartialImages {

    private final int wanted;
    private final Map<Integer, Integer> sent = new HashMap<>(); // by image

    PartialImages(int wanted) {
        this.wanted = wanted;
    }

    /** The number of the partial image that a step is, from 0, or -1 when it is none. */
    int take(Step step) {
        int next = sent.getOrDefault(step.index(), 0);
        boolean due = (long) step.step() * (wanted + 1) >= (long) step.steps() * (next + 1);
        if (next >= wanted || step.preview() == null || !due) {
            return -1;
        }
        sent.put(step.index(), next + 1);
        return next;
    }
}
