package io.calotype.encoder.messaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.stage.messaging.ReceivedRecord;
import io.calotype.stage.messaging.UnreadableRecord;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import java.net.URI;

/** Reads a prompt in any of its three forms: CloudEvent in binary mode, in structured mode, or a bare JSON object. */
final class PromptReader {

    private static final String BINARY = "ce_specversion";
    private static final String STRUCTURED = "specversion";

    private PromptReader() {}

    /**
     * Reads a record.
     *
     * @throws UnreadableRecord if it is no prompt event, or cannot be parsed
     * @throws io.calotype.stage.messaging.RefusedImage if a parameter is wrong
     */
    static Prompt read(ReceivedRecord record) {
        var event = event(record);
        if (!event.getType().equals(EventTypes.PROMPT_REQUESTED)) {
            throw new UnreadableRecord("its type is not " + EventTypes.PROMPT_REQUESTED, null);
        }
        if (!ImageId.isPromptId(event.getId())) {
            throw new UnreadableRecord("its id cannot be a prompt's id", null);
        }
        try {
            return new Prompt(event, Events.promptRequested(event));
        } catch (Refusal refusal) {
            throw PromptRefusal.of(event, refusal.problem()).toException();
        }
    }

    private static CloudEvent event(ReceivedRecord record) {
        if (record.headers().lastHeader(BINARY) != null) {
            return record.cloudEvent();
        }
        try {
            var json = StrictJson.parse(record.value(), Limits.MAX_EVENT_BYTES);
            return json.has(STRUCTURED) ? structured(record, json) : bare(record);
        } catch (Refusal refusal) {
            throw PromptRefusal.of(record, refusal.problem()).toException();
        }
    }

    /** The data are taken from the strict parse, which keeps every digit. */
    private static CloudEvent structured(ReceivedRecord record, ObjectNode json) {
        try {
            var event = new JsonFormat().deserialize(record.value());
            var data = json.get("data");
            return data == null
                    ? event
                    : CloudEventBuilder.from(event)
                            .withData(Events.JSON, StrictJson.write(data))
                            .build();
        } catch (EventDeserializationException | CloudEventRWException | IllegalStateException e) {
            throw Refusal.of(ProblemType.MALFORMED_EVENT, null, "the value is not a CloudEvent");
        }
    }

    private static CloudEvent bare(ReceivedRecord record) {
        return CloudEventBuilder.v1()
                .withId(bareId(record))
                .withSource(URI.create(source(record)))
                .withType(EventTypes.PROMPT_REQUESTED)
                .withData(Events.JSON, record.value())
                .build();
    }

    /** The record's key, or else a name for its place that a redelivery has as well. */
    static String bareId(ReceivedRecord record) {
        var key = record.key();
        return key != null && ImageId.isPromptId(key)
                ? key
                : record.position() + "-" + record.timestamp().toEpochMilli();
    }

    static String source(ReceivedRecord record) {
        return "/" + record.topic();
    }
}
