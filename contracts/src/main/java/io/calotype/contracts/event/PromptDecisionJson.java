package io.calotype.contracts.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.json.JsonFields;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.Limits;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events by which people cancel, pause and resume prompts. */
final class PromptDecisionJson {
    private static final String PROMPT_ID = "prompt_id";
    private static final String INDEX = "index";

    private PromptDecisionJson() {}

    /** A cancellation has the same id each time; to pause a second time is another event. */
    static CloudEvent write(PromptDecision decision) {
        var prompt = decision.promptId();
        if (decision instanceof PromptPaused paused) {
            return event(EventTypes.PROMPT_PAUSED, newId(), paused, data(prompt, paused.index()));
        }
        return decision instanceof PromptResumed resumed
                ? event(EventTypes.PROMPT_RESUMED, newId(), resumed, data(prompt, resumed.index()))
                : write((PromptCancelled) decision);
    }

    private static CloudEvent write(PromptCancelled cancelled) {
        var data = data(cancelled.promptId(), cancelled.index());
        if (cancelled.reason() != null) {
            data.put(CancelReason.FIELD, cancelled.reason());
        }
        var id = cancelled.index() == null ? cancelled.promptId() : cancelled.promptId() + "/" + cancelled.index();
        return event(EventTypes.PROMPT_CANCELLED, id, cancelled, data);
    }

    private static CloudEvent event(String type, String id, PromptDecision decision, ObjectNode data) {
        return Events.builder(type, id, decision.promptId(), data)
                .withSource(URI.create(decision.source()))
                .build();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private static ObjectNode data(String prompt, @Nullable Integer index) {
        var data = StrictJson.object().put(PROMPT_ID, prompt);
        return index == null ? data : data.put(INDEX, index);
    }

    static PromptDecision read(CloudEvent event) {
        var type = event.getType();
        if (!EventTypes.isDecision(type)) {
            throw Refusal.of(ProblemType.UNSUPPORTED, "type", "the event neither cancels, pauses nor resumes a prompt");
        }
        var fields = EventData.of(event);
        var prompt = fields.requireText(PROMPT_ID);
        var decision = ofImages(type, prompt, event.getSource().toString(), fields);
        fields.refuseOthers();
        return decision;
    }

    private static PromptDecision ofImages(String type, String prompt, String source, JsonFields fields) {
        var index = fields.integer(INDEX, 0, Limits.MAX_N - 1);
        if (type.equals(EventTypes.PROMPT_CANCELLED)) {
            return new PromptCancelled(prompt, index, fields.text(CancelReason.FIELD), source);
        }
        return type.equals(EventTypes.PROMPT_PAUSED)
                ? new PromptPaused(prompt, index, source)
                : new PromptResumed(prompt, index, source);
    }
}
