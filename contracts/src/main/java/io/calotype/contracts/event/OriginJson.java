package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.spec.WebhookUrl;
import io.cloudevents.CloudEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The JSON of an image's id and origin; every event about an image starts with it. */
final class OriginJson {
    static final String METADATA = "metadata";
    static final String WEBHOOK = "webhook";

    private OriginJson() {}

    static ObjectNode write(ImageId id, Origin origin) {
        var json = StrictJson.object()
                .put("image_id", id.toString())
                .put("prompt_id", id.promptId())
                .put("index", id.index())
                .put("source", origin.source());
        if (origin.subject() != null) {
            json.put("subject", origin.subject());
        }
        json.set(METADATA, origin.metadata());
        if (origin.webhook() != null) {
            json.put(WEBHOOK, origin.webhook().toString());
        }
        return json;
    }

    static ImageId readId(JsonFields fields) {
        var id = ImageId.parse(fields.requireText("image_id"));
        int index = fields.requireInteger("index", 0, Limits.MAX_N - 1);
        if (!fields.requireText("prompt_id").equals(id.promptId()) || index != id.index()) {
            throw Refusal.of(ProblemType.INVALID_PARAMETER, "image_id", "image_id is not of prompt_id and index");
        }
        return id;
    }

    static Origin readOrigin(JsonFields fields, ImageId id) {
        return new Origin(
                id.promptId(),
                fields.requireText("source"),
                fields.text("subject"),
                readMetadata(fields),
                readWebhook(fields));
    }

    /** Reads the origin of a prompt event: its attributes, and what its data says. */
    static Origin read(CloudEvent event, JsonFields fields) {
        return new Origin(
                event.getId(),
                event.getSource().toString(),
                event.getSubject(),
                readMetadata(fields),
                readWebhook(fields));
    }

    /** Reads the origin of a prompt event whose data is refused. */
    static Origin readWithoutData(CloudEvent event) {
        try {
            return read(event, new JsonFields(StrictJson.object()));
        } catch (Refusal withAttributes) {
            return Origin.of(event.getId(), Events.SOURCE);
        }
    }

    private static ObjectNode readMetadata(JsonFields fields) {
        return Objects.requireNonNullElseGet(fields.object(METADATA), StrictJson::object);
    }

    private static @Nullable WebhookUrl readWebhook(JsonFields fields) {
        var text = fields.text(WEBHOOK);
        return text == null ? null : WebhookUrl.parse(text);
    }
}
