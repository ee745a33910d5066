package io.calotype.diffusion.denoise;

import io.calotype.diffusion.control.ControlCalls;
import io.calotype.inference.lora.LoraStacks;
import java.util.HashSet;
import java.util.Set;

/**
 * What the images of a call may bring to a model, each its own.
 *
 * @param loras those that it has in memory
 * @param controls what control models make for it
 */
public record CallAdapters(LoraStacks loras, ControlCalls controls) implements AutoCloseable {

    /** The inputs that a call is given beside those of its slot. */
    Set<String> inputNames() {
        var names = new HashSet<>(loras.inputNames());
        names.addAll(controls.inputNames());
        return names;
    }

    @Override
    public void close() {
        loras.close();
        controls.close();
    }
}
