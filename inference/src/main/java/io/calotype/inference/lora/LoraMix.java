package io.calotype.inference.lora;

import java.util.List;
import java.util.Objects;

/**
 * The LoRAs of one image and their strengths, in order; those of images with the same are the same.
 *
 * @param parts none for an image without
 */
public record LoraMix(List<Part> parts) {

    /** No LoRA. */
    public static final LoraMix NONE = new LoraMix(List.of());

    /** A LoRA at a strength. */
    public record Part(LoraWeights weights, double scale) {}

    /** Copies the list, without those of strength 0. */
    public LoraMix {
        parts = parts.stream().filter(part -> part.scale() != 0).toList();
    }

    /** The ranks at a layer, together. */
    int rank(String layer) {
        return parts.stream()
                .map(part -> part.weights().layers().get(layer))
                .filter(Objects::nonNull)
                .mapToInt(LoraLayer::rank)
                .sum();
    }
}
