package io.calotype.diffusion.denoise;

import io.calotype.diffusion.control.ControlCalls;
import io.calotype.inference.lora.LoraStacks;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the images of a step may bring to a model, each its own.
 *
 * @param loras those that it has in memory
 * @param controls what control models make for it, for each of the calls that a step makes at the same time; at least one
 */
public record CallAdapters(LoraStacks loras, List<ControlCalls> controls) {

    /** The inputs that a call is given beside those of its slot. */
    Set<String> inputNames() {
        var names = new HashSet<>(loras.inputNames());
        names.addAll(controls.get(0).inputNames());
        return names;
    }
}
