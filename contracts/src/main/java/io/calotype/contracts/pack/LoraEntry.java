package io.calotype.contracts.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Refusal;
import java.util.Map;
import java.util.TreeMap;

/**
 * A LoRA that images of a pack can ask for, as its {@code <name>.json} describes it.
 *
 * @param name under which prompts know it
 * @param sha256 of the file that was added, in lower-case hex
 * @param autoV3 12 hexadecimal digits by which other programs know that file
 * @param models what it changes, by component
 */
public record LoraEntry(String name, String sha256, String autoV3, Map<String, Model> models) {

    private static final int MAX_BYTES = 4 << 20;

    /**
     * What a LoRA changes of one model.
     *
     * @param sha256 of the model file
     * @param layers the names that its layers have in the LoRA's file, by their names in the model
     */
    public record Model(String sha256, Map<String, String> layers) {

        /** Copies the map. */
        public Model {
            layers = Map.copyOf(layers);
        }
    }

    /** Copies the map. */
    public LoraEntry {
        models = Map.copyOf(models);
        if (!Sha256.isHex(sha256)) {
            throw new IllegalArgumentException("sha256 is not 64 lower-case hex digits");
        }
    }

    /**
     * Parses the bytes of a {@code <name>.json}.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    static LoraEntry parse(String name, byte[] bytes) {
        try {
            JsonNode json = StrictJson.parse(bytes, MAX_BYTES);
            var models = new TreeMap<String, Model>();
            json.path("models").properties().forEach(model -> models.put(model.getKey(), model(model.getValue())));
            return new LoraEntry(
                    name, json.path("sha256").asText(), json.path("autov3").asText(), models);
        } catch (Refusal e) {
            throw new IllegalArgumentException(
                    "is not valid JSON: " + e.problem().detail(), e);
        }
    }

    private static Model model(JsonNode json) {
        var layers = new TreeMap<String, String>();
        json.path("layers")
                .properties()
                .forEach(layer -> layers.put(layer.getKey(), layer.getValue().asText()));
        return new Model(json.path("sha256").asText(), layers);
    }

    /** Returns the bytes of its {@code <name>.json}. */
    byte[] bytes() {
        var json = StrictJson.object().put("sha256", sha256).put("autov3", autoV3);
        var all = json.putObject("models");
        new TreeMap<>(models).forEach((component, model) -> {
            var one = all.putObject(component).put("sha256", model.sha256()).putObject("layers");
            new TreeMap<>(model.layers()).forEach(one::put);
        });
        return StrictJson.write(json);
    }
}
