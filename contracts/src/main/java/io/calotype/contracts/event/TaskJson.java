package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.time.DateTimeException;
import java.time.Instant;

/** The JSON of an image's task, as it travels in the metadata of its tensors. */
final class TaskJson {
    private static final String REQUEST_DIGEST = "request_digest";

    private TaskJson() {}

    static ObjectNode write(ImageTask task) {
        var json = OriginJson.write(task.id(), task.origin());
        var spec = task.spec();
        json.put("prompt", spec.prompt()).put("negative_prompt", spec.negativePrompt());
        writePublic(json, task);
        if (task.image().digest() != null) {
            json.put(REQUEST_DIGEST, task.image().digest());
        }
        var parent = spec.sampling().parent();
        if (parent != null && parent.look() != null) {
            json.put(SpecJson.PARENT_LOOK, parent.look());
        }
        return json.put("output_format", spec.outputFormat().jsonName())
                .put("priority", spec.priority())
                .put("requested_at", task.requestedAt().toString());
    }

    /** Writes what a completed event says of its task: all but what the prompt says. */
    static void writePublic(ObjectNode json, ImageTask task) {
        json.put("model", task.spec().model()).put("pack_digest", task.packDigest());
        SpecJson.writePublic(json, task.spec());
        TimingsJson.write(json, task.timings());
    }

    static ImageTask read(ObjectNode json) {
        var fields = new JsonFields(json);
        var id = OriginJson.readId(fields);
        var origin = OriginJson.readOrigin(fields, id);
        var spec = SpecJson.read(fields);
        var task = new ImageTask(
                new RequestedImage(id, origin, fields.requireText(REQUEST_DIGEST)),
                spec,
                fields.requireText("pack_digest"),
                instant(fields.requireText("requested_at")),
                TimingsJson.read(fields));
        fields.refuseOthers();
        return task;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "requested_at", "requested_at is not an instant");
        }
    }
}
