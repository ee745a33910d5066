package io.calotype.inference.prepare;

import io.calotype.inference.pack.ModelPack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a folder is as a model pack.
 *
 * @param lines for people: what it is, and what each component takes and gives
 * @param faults what is missing or wrong, each with its file; empty for a pack that can serve
 * @param pack the pack, where the folder could be read as one
 */
public record PackReport(
        List<String> lines, List<String> faults, @Nullable ModelPack pack) {

    /** Copies the lists. */
    public PackReport {
        lines = List.copyOf(lines);
        faults = List.copyOf(faults);
    }
}
