package io.calotype.contracts.spec;

import java.util.List;

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
}
