package io.calotype.encoder.text;

import io.calotype.contracts.spec.LoraUse;
import io.calotype.contracts.tensor.Shape;
import io.calotype.inference.lora.LoraMix;
import io.calotype.inference.lora.LoraShelf;
import io.calotype.inference.lora.LoraStacks;
import io.calotype.inference.onnx.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The LoRAs that one text encoder reads a text with. One thread at a time. */
final class TextLoras implements AutoCloseable {

    private final LoraShelf shelf;
    private final String component;
    private final LoraStacks stacks;
    private LoraMix mix = LoraMix.NONE;

    TextLoras(LoraShelf shelf, String component, LoraStacks stacks) {
        this.shelf = shelf;
        this.component = component;
        this.stacks = stacks;
    }

    /** The inputs that a call is given beside those of its slot. */
    Set<String> inputNames() {
        return stacks.inputNames();
    }

    /** The shapes of a slot's inputs, for one text. */
    Map<String, Shape> shapes(Map<String, Shape> own) {
        var all = new HashMap<>(own);
        if (stacks.any()) {
            all.put(LoraStacks.placesInput(), Shape.of(1));
        }
        return all;
    }

    /**
     * Chooses those of the calls that follow.
     *
     * @throws io.calotype.contracts.problem.Refusal if there is no such LoRA, or it does not fit
     */
    void use(List<LoraUse> loras) {
        var chosen = shelf.open(loras, component);
        stacks.requireFits(chosen);
        mix = chosen;
    }

    void run(Slot slot) {
        if (stacks.any()) {
            var stack = stacks.get(Set.of(mix));
            slot.longs(LoraStacks.placesInput()).put(0, stack.place(mix));
            slot.run(stack.inputs());
        } else {
            slot.run();
        }
    }

    @Override
    public void close() {
        stacks.close();
    }
}
