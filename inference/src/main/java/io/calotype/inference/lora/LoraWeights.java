package io.calotype.inference.lora;

import java.util.Map;

/**
 * The numbers of a LoRA by the layers of one model, mapped from its file and not in memory; those with the same digest are equal.
 */
public final class LoraWeights {

    private final String sha256;
    private final Map<String, LoraLayer> layers;

    LoraWeights(String sha256, Map<String, LoraLayer> layers) {
        this.sha256 = sha256;
        this.layers = Map.copyOf(layers);
    }

    Map<String, LoraLayer> layers() {
        return layers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LoraWeights weights && weights.sha256.equals(sha256);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }
}
