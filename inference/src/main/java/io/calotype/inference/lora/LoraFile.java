package io.calotype.inference.lora;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.inference.pack.PackException;
import io.calotype.inference.revision.AdapterFile;
import io.calotype.inference.revision.Floats;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A LoRA in a safetensors file, mapped and not read into memory.
 *
 * @param layers by their names in the file
 */
record LoraFile(Path file, Map<String, LoraLayer> layers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a file; {@link PackException} says what is wrong with it before anything large is allocated. */
    static LoraFile read(Path file) {
        return of(file, AdapterFile.read(file));
    }

    private static LoraFile of(Path file, Safetensors tensors) {
        var parts = new TreeMap<String, Map<LoraKey.Part, Tensor>>();
        tensors.tensors().forEach((name, tensor) -> {
            var key = LoraKey.of(file, name);
            parts.computeIfAbsent(key.layer(), layer -> new EnumMap<>(LoraKey.Part.class))
                    .put(key.part(), tensor);
        });
        if (parts.isEmpty()) {
            throw new PackException(file, "has no tensors");
        }
        var stated = stated(file, tensors);
        var layers = new TreeMap<String, LoraLayer>();
        parts.forEach((name, found) -> layers.put(name, layer(file, name, found, stated)));
        return new LoraFile(file, layers);
    }

    private static LoraLayer layer(Path file, String name, Map<LoraKey.Part, Tensor> parts, JsonNode stated) {
        var down = parts.get(LoraKey.Part.DOWN);
        var up = parts.get(LoraKey.Part.UP);
        if (down == null || up == null || down.shape().rank() < 2) {
            throw new PackException(file, name + " does not have both of its matrices");
        }
        long rank = down.shape().dim(0);
        var alpha = parts.get(LoraKey.Part.ALPHA);
        double given = alpha == null ? alpha(name, stated, rank) : Floats.of(file, name + ".alpha", alpha)[0];
        return new LoraLayer(file, name, down, up, given / rank);
    }

    /** PEFT states alpha for all layers of a component, and for some another; without any it is the rank. */
    private static double alpha(String layer, JsonNode stated, long rank) {
        int dot = layer.indexOf('.');
        var component = dot < 0 ? "" : layer.substring(0, dot);
        for (var pattern : stated.path(component + ".alpha_pattern").properties()) {
            if (layer.endsWith("." + pattern.getKey())) {
                return pattern.getValue().asDouble();
            }
        }
        return stated.path(component + ".lora_alpha").asDouble((double) rank);
    }

    private static JsonNode stated(Path file, Safetensors tensors) {
        var text = tensors.metadata().get("lora_adapter_metadata");
        try {
            var json = text == null ? MissingNode.getInstance() : JSON.readTree(text);
            for (var field : json.properties()) {
                if (field.getKey().endsWith(".use_dora") && field.getValue().asBoolean()) {
                    throw new PackException(file, "is DoRA, which is not supported");
                }
                if (field.getKey().endsWith(".use_rslora") && field.getValue().asBoolean()) {
                    throw new PackException(file, "is rank-stabilised LoRA, which is not supported");
                }
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new PackException(file, "lora_adapter_metadata is not valid JSON", e);
        }
    }
}
