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
     * @return the prompt, or its refusal if a parameter is wrong
     * @throws UnreadableRecord if it is no prompt event, or cannot be parsed
     */
    static ReadPrompt read(ReceivedRecord record) {
        var bare = new Envelope.Bare(EventTypes.PROMPT_REQUESTED, record.promptId(), source(record));
        try {
            return read(record.event(bare));
        } catch (Refusal refusal) {
            return PromptRefusal.of(record, refusal);
        }
    }

    private static ReadPrompt read(CloudEvent event) {
        if (!event.getType().equals(EventTypes.PROMPT_REQUESTED)) {
            throw new UnreadableRecord("its type is not " + EventTypes.PROMPT_REQUESTED);
        }
        if (!ImageId.isPromptId(event.getId())) {
            throw new UnreadableRecord("its id cannot be a prompt's id");
        }
        try {
            return new Prompt(event, Events.promptRequested(event));
        } catch (Refusal refusal) {
            return PromptRefusal.of(event, refusal);
        }
    }

    static String source(ReceivedRecord record) {
        return "/" + record.topic();
    }
}
