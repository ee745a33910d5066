package io.calotype.contracts.event;

import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes CloudEvents 1.0 of attributes given as text, refusing those that do not fit by name. */
final class Attributes {
    private Attributes() {}

    static CloudEvent event(Map<String, String> attributes, @Nullable CloudEventData data) {
        var event = CloudEventBuilder.v1();
        attributes.forEach((name, value) -> set(event, name, value));
        require(attributes, "id");
        require(attributes, "source");
        require(attributes, "type");
        return (data == null ? event : event.withData(data)).build();
    }

    private static void set(CloudEventBuilder event, String name, String value) {
        try {
            event.withContextAttribute(name, value);
        } catch (CloudEventRWException | IllegalArgumentException e) {
            var field = JsonFields.shown(name);
            throw Refusal.of(ProblemType.MALFORMED_EVENT, field, "the attribute " + field + " is not valid");
        }
    }

    private static void require(Map<String, String> attributes, String name) {
        if (attributes.getOrDefault(name, "").isEmpty()) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, name, "the event has no " + name);
        }
    }
}
