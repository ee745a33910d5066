package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonCloudEventData;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON data of an event. */
final class EventData {

    private EventData() {}

    /** Reads the data of an event of one type. */
    static JsonFields of(CloudEvent event, String type) {
        if (!event.getType().equals(type)) {
            throw Refusal.of(ProblemType.UNSUPPORTED, "type", "the event's type is not " + type);
        }
        return of(event);
    }

    /** Reads the data of an event. */
    static JsonFields of(CloudEvent event) {
        requireJson(event.getDataContentType());
        var data = event.getData();
        if (data == null) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, "data", "the event has no data");
        }
        if (data instanceof JsonCloudEventData json && json.getNode() instanceof ObjectNode object) {
            return new JsonFields(object);
        }
        return new JsonFields(StrictJson.parse(data.toBytes(), Limits.MAX_EVENT_BYTES));
    }

    private static void requireJson(@Nullable String contentType) {
        if (contentType == null) {
            return;
        }
        var mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mediaType.equals(Events.JSON) && !mediaType.endsWith("+json")) {
            throw Refusal.of(ProblemType.UNSUPPORTED, "datacontenttype", "datacontenttype must be " + Events.JSON);
        }
    }
}
