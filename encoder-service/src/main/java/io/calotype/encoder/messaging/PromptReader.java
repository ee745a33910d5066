package io.calotype.encoder.messaging;

import io.calotype.contracts.event.Envelope;
import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.messaging.UnreadableRecord;
import io.cloudevents.CloudEvent;

/** Reads a prompt in any of its three forms: CloudEvent in binary mode, in structured mode, or a bare JSON object. */
final class PromptReader {

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
        var bare = new Envelope.Bare(EventTypes.PROMPT_REQUESTED, record.promptId(), source(record));
        try {
            return record.event(bare);
        } catch (Refusal refusal) {
            throw PromptRefusal.of(record, refusal.problem()).toException();
        }
    }

    static String source(ReceivedRecord record) {
        return "/" + record.topic();
    }
}
