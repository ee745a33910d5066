package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.Limits;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of a prompt's parameters: the data of its event. */
final class PromptJson {
    private PromptJson() {}

    /** Takes the parameters' fields; what else is there is left to the caller. */
    static PromptParameters read(JsonFields fields) {
        return new PromptParameters(
                fields.requireText("prompt"),
                fields.text("negative_prompt"),
                SpecJson.width(fields),
                SpecJson.height(fields),
                SpecJson.steps(fields),
                SpecJson.guidanceScale(fields),
                SpecJson.guidanceRescale(fields),
                fields.text("scheduler"),
                SpecJson.seed(fields),
                Objects.requireNonNullElse(fields.integer("n", Limits.MIN_N, Limits.MAX_N), 1),
                SpecJson.outputFormat(fields),
                fields.text("model"),
                Objects.requireNonNullElse(SpecJson.priority(fields), Limits.DEFAULT_PRIORITY),
                PictureRequest.of(fields.text("image"), fields.text("mask_image"), SpecJson.strength(fields)));
    }

    static ObjectNode write(PromptRequested event) {
        var parameters = event.parameters();
        var json = StrictJson.object().put("prompt", parameters.prompt());
        put(json, "negative_prompt", parameters.negativePrompt());
        put(json, "width", parameters.width());
        put(json, "height", parameters.height());
        put(json, "steps", parameters.steps());
        put(json, "guidance_scale", parameters.guidanceScale());
        put(json, "guidance_rescale", parameters.guidanceRescale());
        put(json, "scheduler", parameters.scheduler());
        if (parameters.seed() != null) {
            json.put("seed", parameters.seed().value());
        }
        json.put("n", parameters.n());
        if (parameters.outputFormat() != null) {
            json.put("output_format", parameters.outputFormat().jsonName());
        }
        put(json, "model", parameters.model());
        json.put("priority", parameters.priority());
        if (parameters.picture() != null) {
            put(json, parameters.picture());
        }
        json.set(OriginJson.METADATA, event.origin().metadata());
        if (event.origin().webhook() != null) {
            json.put(OriginJson.WEBHOOK, event.origin().webhook().toString());
        }
        return json;
    }

    private static void put(ObjectNode json, PictureRequest picture) {
        json.put("image", picture.image().text());
        if (picture.maskImage() != null) {
            json.put("mask_image", picture.maskImage().text());
        }
        put(json, SpecJson.STRENGTH, picture.strength());
    }

    private static void put(ObjectNode json, String field, @Nullable String value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private static void put(ObjectNode json, String field, @Nullable Double value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    private static void put(ObjectNode json, String field, @Nullable Integer value) {
        if (value != null) {
            json.put(field, value);
        }
    }
}
