package io.calotype.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.OutputFormat;
import io.calotype.contracts.spec.PackDefaults;
import java.nio.file.Path;

/** Reads name and defaults of a {@code pack.json}. */
final class DefaultsJson {

    private static final double STRENGTH = 0.8; // as in diffusers

    private DefaultsJson() {}

    /**
     * Reads them.
     *
     * @param file the {@code pack.json}, for messages
     * @param scheduler the pack's {@code scheduler_config.json}, whose class is the default scheduler
     * @throws PackException if a value does not fit
     */
    static PackDefaults read(Path file, JsonNode json, JsonNode scheduler, PackSettings settings) {
        var name = ModelPacks.requireName(file, json.path("name").asText());
        var values = json.path("defaults");
        try {
            return new PackDefaults(
                    name,
                    new ImageSize(
                            values.path("width").asInt(), values.path("height").asInt()),
                    values.path("steps").asInt(),
                    values.path("guidance_scale").asDouble(),
                    values.path("guidance_rescale").asDouble(),
                    scheduler.path("_class_name").asText(),
                    values.path("negative_prompt").asText(),
                    OutputFormat.parse(values.path("output_format").asText("png")),
                    values.path("strength").asDouble(STRENGTH),
                    settings.sizeMultiple());
        } catch (RuntimeException e) {
            throw new PackException(file, "defaults: " + e.getMessage(), e);
        }
    }
}
