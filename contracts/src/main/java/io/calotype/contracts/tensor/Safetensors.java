package io.calotype.contracts.tensor;

import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file holds, in the file's order.
 *
 * @param metadata free text by name
 * @param tensors the tensors by name
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Returns a tensor that must be there.
     *
     * @throws Refusal INVALID_TENSOR if it is not
     */
    public Tensor require(String name) {
        return require(tensors, name);
    }

    /** Returns one of some tensors, or refuses that it is not there. */
    public static Tensor require(Map<String, Tensor> tensors, String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw Refusal.of(ProblemType.INVALID_TENSOR, name, "there is no tensor " + name);
        }
        return tensor;
    }
}
