package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.Problem;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every event as a CloudEvent, and back. */
public final class Events {
    /** The CloudEvents source of all events that the pipeline itself writes. */
    public static final String SOURCE = "/calotype";
    /** The media type of JSON data. */
    public static final String JSON = "application/json";
    /** The media type of tensor data. */
    public static final String SAFETENSORS = "application/vnd.safetensors";

    private Events() {}

    /** Returns a prompt event as its sender would write it. */
    public static CloudEvent of(PromptRequested event) {
        var origin = event.origin();
        return builder(EventTypes.PROMPT_REQUESTED, origin.promptId(), origin.subject())
                .withSource(URI.create(origin.source()))
                .withData(JSON, StrictJson.write(PromptJson.write(event)))
                .build();
    }

    /** Returns the event that stops a prompt. */
    public static CloudEvent of(PromptCancelled event) {
        var data = StrictJson.object().put("prompt_id", event.promptId());
        return builder(EventTypes.PROMPT_CANCELLED, event.promptId(), event.promptId())
                .withData(JSON, StrictJson.write(data))
                .build();
    }

    /** Returns the terminal event of a stored picture. */
    public static CloudEvent of(ImageCompleted event) {
        var task = event.task();
        var data = OriginJson.write(task.id(), task.origin());
        TaskJson.writePublic(data, task);
        data.put("bucket", event.bucket())
                .put("key", event.key())
                .put("sha256", event.sha256())
                .put("size", event.size())
                .put("content_type", event.contentType());
        return terminal(EventTypes.IMAGE_COMPLETED, task.id(), task.origin(), data);
    }

    /** Returns the terminal event of an image that failed. */
    public static CloudEvent of(ImageFailed event) {
        var data = OriginJson.write(event.id(), event.origin());
        data.set("problem", write(event.problem()));
        return terminal(EventTypes.IMAGE_FAILED, event.id(), event.origin(), data);
    }

    /** Returns the terminal event of an image that was cancelled. */
    public static CloudEvent of(ImageCancelled event) {
        var data = OriginJson.write(event.id(), event.origin());
        return terminal(EventTypes.IMAGE_CANCELLED, event.id(), event.origin(), data);
    }

    /** Returns a progress event; its id is the image's with stage and step. */
    public static CloudEvent of(ImageProgress event) {
        var data = OriginJson.write(event.id(), event.origin())
                .put("stage", event.stage())
                .put("step", event.step())
                .put("steps", event.steps());
        var preview = event.preview();
        if (preview != null) {
            data.put("preview", Base64.getEncoder().encodeToString(preview)).put("preview_type", event.previewType());
        }
        var tokens = event.tokens();
        if (tokens != null) {
            var array = data.putArray("tokens");
            tokens.forEach(array::add);
        }
        var id = event.id() + "/" + event.stage() + "/" + event.step();
        return builder(EventTypes.IMAGE_PROGRESS, id, subject(event.id(), event.origin()))
                .withData(JSON, StrictJson.write(data))
                .build();
    }

    /** Returns a problem as the JSON of RFC 9457. */
    public static ObjectNode write(Problem problem) {
        var json = StrictJson.object()
                .put("type", problem.type().uri())
                .put("title", problem.type().title())
                .put("detail", problem.detail());
        if (problem.stage() != null) {
            json.put("stage", problem.stage());
        }
        if (problem.field() != null) {
            json.put("field", problem.field());
        }
        return json;
    }

    /**
     * Reads a prompt event; the prompt's id is the event's.
     *
     * @throws Refusal that names what is wrong, never the prompt's text
     */
    public static PromptRequested promptRequested(CloudEvent event) {
        requireType(event, EventTypes.PROMPT_REQUESTED);
        return promptRequested(data(event), event.getId(), event.getSource().toString(), event.getSubject());
    }

    /**
     * Reads a prompt that came as a bare JSON object.
     *
     * @param derivedId the id it gets: the record's key, or one made of its topic, partition and offset
     * @throws Refusal that names what is wrong, never the prompt's text
     */
    public static PromptRequested promptRequested(byte[] json, String derivedId, String source) {
        return promptRequested(StrictJson.parse(json, Limits.MAX_EVENT_BYTES), derivedId, source, null);
    }

    /** Reads a cancellation. */
    public static PromptCancelled promptCancelled(CloudEvent event) {
        requireType(event, EventTypes.PROMPT_CANCELLED);
        var fields = new JsonFields(data(event));
        var cancelled = new PromptCancelled(fields.requireText("prompt_id"));
        fields.refuseOthers();
        return cancelled;
    }

    /** Reads a cancelled image. */
    public static ImageCancelled imageCancelled(CloudEvent event) {
        requireType(event, EventTypes.IMAGE_CANCELLED);
        var fields = new JsonFields(data(event));
        var id = OriginJson.readId(fields);
        var origin = OriginJson.readOrigin(fields, id);
        fields.refuseOthers();
        return new ImageCancelled(id, origin);
    }

    private static PromptRequested promptRequested(
            ObjectNode json, String id, String source, @Nullable String subject) {
        var fields = new JsonFields(json);
        var metadata = fields.object(PromptJson.METADATA);
        var origin = new Origin(id, source, subject, Objects.requireNonNullElseGet(metadata, StrictJson::object));
        var parameters = PromptJson.read(fields);
        fields.refuseOthers();
        return new PromptRequested(origin, parameters);
    }

    private static ObjectNode data(CloudEvent event) {
        var data = event.getData();
        if (data == null) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, "data", "the event has no data");
        }
        return StrictJson.parse(data.toBytes(), Limits.MAX_EVENT_BYTES);
    }

    private static void requireType(CloudEvent event, String type) {
        if (!event.getType().equals(type)) {
            throw Refusal.of(ProblemType.UNSUPPORTED, "type", "the event's type is not " + type);
        }
    }

    private static CloudEvent terminal(String type, ImageId id, Origin origin, ObjectNode data) {
        return builder(type, id.toString(), subject(id, origin))
                .withData(JSON, StrictJson.write(data))
                .build();
    }

    private static String subject(ImageId id, Origin origin) {
        var subject = origin.subject();
        return subject == null ? id.toString() : subject;
    }

    private static CloudEventBuilder builder(String type, String id, @Nullable String subject) {
        var builder =
                CloudEventBuilder.v1().withId(id).withSource(URI.create(SOURCE)).withType(type);
        return subject == null ? builder : builder.withSubject(subject);
    }
}
