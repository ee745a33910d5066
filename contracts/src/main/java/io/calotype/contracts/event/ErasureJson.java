package io.calotype.contracts.event;

import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.spec.Limits;
import io.cloudevents.CloudEvent;
import java.net.URI;

/** The event by which a sender has images erased. */
final class ErasureJson {
    private static final String PROMPT_ID = "prompt_id";
    private static final String INDEX = "index";

    private ErasureJson() {}

    static CloudEvent write(ErasureRequested erasure) {
        var data = StrictJson.object().put(PROMPT_ID, erasure.promptId());
        if (erasure.index() != null) {
            data.put(INDEX, erasure.index());
        }
        return Events.builder(EventTypes.ERASURE_REQUESTED, erasure.id(), erasure.promptId(), data)
                .withSource(URI.create(erasure.source()))
                .build();
    }

    static ErasureRequested read(CloudEvent event) {
        var fields = EventData.of(event, EventTypes.ERASURE_REQUESTED);
        var prompt = fields.requireText(PROMPT_ID);
        var index = fields.integer(INDEX, 0, Limits.MAX_N - 1);
        fields.refuseOthers();
        return new ErasureRequested(event.getId(), event.getSource().toString(), prompt, index);
    }
}
