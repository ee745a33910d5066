package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.PromptWeights;
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
                SpecJson.promptWeights(fields),
                SpecJson.readOutput(fields),
                SpecJson.readSamplingRequest(fields),
                fields.text("model"),
                Objects.requireNonNullElse(SpecJson.priority(fields), Limits.DEFAULT_PRIORITY),
                PictureRequest.of(fields.text("image"), fields.text("mask_image"), SpecJson.strength(fields)),
                LoraJson.readRequests(fields),
                ControlJson.readRequests(fields));
    }

    static ObjectNode write(PromptRequested event) {
        var json = write(event.parameters());
        json.set(OriginJson.METADATA, event.origin().metadata());
        if (event.origin().webhook() != null) {
            json.put(OriginJson.WEBHOOK, event.origin().webhook().toString());
        }
        put(json, DeadlineJson.FIELD, Objects.toString(event.deadline(), null));
        return json;
    }

    static ObjectNode write(PromptParameters parameters) {
        var json = StrictJson.object().put("prompt", parameters.prompt());
        put(json, "negative_prompt", parameters.negativePrompt());
        if (parameters.promptWeights() != null) {
            json.put(PromptWeights.FIELD, parameters.promptWeights().jsonName());
        }
        var output = parameters.output();
        var sampling = parameters.sampling();
        put(json, "width", output.width());
        put(json, "height", output.height());
        put(json, "steps", sampling.steps());
        put(json, "guidance_scale", sampling.guidanceScale());
        put(json, "guidance_rescale", sampling.guidanceRescale());
        put(json, "true_cfg_scale", sampling.trueCfgScale());
        put(json, "scheduler", sampling.scheduler());
        if (sampling.seed() != null) {
            json.put("seed", sampling.seed().value());
        }
        SpecJson.writeBranch(json, sampling.parent(), sampling.keepSteps());
        json.put("n", output.n());
        if (output.format() != null) {
            json.put("output_format", output.format().jsonName());
        }
        HiresJson.write(json, output.hires());
        put(json, SpecJson.UPSCALE, output.upscale());
        put(json, "model", parameters.model());
        json.put("priority", parameters.priority());
        if (parameters.picture() != null) {
            put(json, parameters.picture());
        }
        LoraJson.writeRequests(json, parameters.loras());
        ControlJson.writeRequests(json, parameters.controls());
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
