package io.calotype.inference.prepare;

import java.util.List;

/**
 * What a folder is as a model pack.
 *
 * @param lines for people: what it is, and what each component takes and gives
 * @param faults what is missing or wrong, each with its file; empty for a pack that can serve
 */
public record PackReport(List<String> lines, List<String> faults) {

    /** Copies the lists. */
    public PackReport {
        lines = List.copyOf(lines);
        faults = List.copyOf(faults);
    }
}
