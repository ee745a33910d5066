package io.calotype.contracts.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an image is drawn with beside its model.
 *
 * @param loras its LoRAs, in order
 * @param controls its control models, in order
 */
public record Adapters(List<LoraUse> loras, List<ControlUse> controls) {

    /** The model alone. */
    public static final Adapters NONE = new Adapters(List.of(), List.of());

    /** Copies the lists. */
    public Adapters {
        loras = List.copyOf(loras);
        controls = List.copyOf(controls);
    }

    /** Returns the same with the keys of control pictures that were made here, by their places in the list. */
    public Adapters withControlImages(Map<Integer, String> keys) {
        var named = new ArrayList<>(controls);
        keys.forEach((place, key) -> named.set(place, named.get(place).withImage(key)));
        return new Adapters(loras, named);
    }
}
