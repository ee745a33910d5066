package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.GenerationSpec;
import io.calotype.contracts.spec.Limits;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Objects;

/** The JSON of an image's task, as it travels in the metadata of its tensors. */
final class TaskJson {
    private static final String GUIDANCE_RESCALE = "guidance_rescale";
    static final String STRENGTH = "strength";
    private static final int MAX_MS = Integer.MAX_VALUE;

    private TaskJson() {}

    static ObjectNode write(ImageTask task) {
        var json = OriginJson.write(task.id(), task.origin());
        var spec = task.spec();
        json.put("prompt", spec.prompt()).put("negative_prompt", spec.negativePrompt());
        writePublic(json, task);
        return json.put("output_format", spec.outputFormat().jsonName())
                .put("priority", spec.priority())
                .put("requested_at", task.requestedAt().toString());
    }

    /** Writes what a completed event says of its task: all but what the prompt says. */
    static void writePublic(ObjectNode json, ImageTask task) {
        var spec = task.spec();
        json.put("model", spec.model())
                .put("pack_digest", task.packDigest())
                .put("width", spec.size().width())
                .put("height", spec.size().height())
                .put("seed", spec.seed().value())
                .put("steps", spec.steps())
                .put("guidance_scale", spec.guidanceScale());
        if (spec.guidanceRescale() > 0) {
            json.put(GUIDANCE_RESCALE, spec.guidanceRescale());
        }
        json.put("scheduler", spec.scheduler());
        if (spec.strength() != null) {
            json.put(STRENGTH, spec.strength());
        }
        json.set("timings", writeTimings(task.timings()));
    }

    static ImageTask read(ObjectNode json) {
        var fields = new JsonFields(json);
        var id = OriginJson.readId(fields);
        var origin = OriginJson.readOrigin(fields, id);
        var spec = readSpec(fields);
        var task = new ImageTask(
                id,
                origin,
                spec,
                fields.requireText("pack_digest"),
                instant(fields.requireText("requested_at")),
                readTimings(fields.requireObject("timings")));
        fields.refuseOthers();
        return task;
    }

    static StageTimings readTimings(ObjectNode json) {
        var stages = new LinkedHashMap<String, StageTimings.Timing>();
        var timings = new JsonFields(json);
        for (var stage : json.properties()) {
            var timing = new JsonFields(timings.requireObject(stage.getKey()));
            int queue = timing.requireInteger("queue_ms", 0, MAX_MS);
            int compute = timing.requireInteger("compute_ms", 0, MAX_MS);
            timing.refuseOthers();
            stages.put(stage.getKey(), new StageTimings.Timing(queue, compute));
        }
        return new StageTimings(stages);
    }

    private static ObjectNode writeTimings(StageTimings timings) {
        var json = StrictJson.object();
        timings.stages()
                .forEach((stage, timing) ->
                        json.putObject(stage).put("queue_ms", timing.queueMs()).put("compute_ms", timing.computeMs()));
        return json;
    }

    private static GenerationSpec readSpec(JsonFields fields) {
        return new GenerationSpec(
                fields.requireText("prompt"),
                fields.requireText("negative_prompt"),
                ImageJson.readSize(fields),
                fields.requireInteger("steps", Limits.MIN_STEPS, Limits.MAX_STEPS),
                fields.requireDecimal("guidance_scale", Limits.MIN_GUIDANCE, Limits.MAX_GUIDANCE),
                Objects.requireNonNullElse(
                        fields.decimal(GUIDANCE_RESCALE, Limits.MIN_GUIDANCE_RESCALE, Limits.MAX_GUIDANCE_RESCALE),
                        0.0),
                Objects.requireNonNullElse(fields.text("scheduler"), ""),
                JsonFields.require("seed", PromptJson.seed(fields)),
                JsonFields.require("output_format", PromptJson.outputFormat(fields)),
                fields.requireText("model"),
                fields.requireInteger("priority", Limits.MIN_PRIORITY, Limits.MAX_PRIORITY),
                fields.decimal(STRENGTH, Limits.MIN_STRENGTH, Limits.MAX_STRENGTH));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "requested_at", "requested_at is not an instant");
        }
    }
}
