package io.calotype.gateway.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.gateway.caller.Caller;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A prompt as a client sent it. */
public record Submission(ObjectNode json, Caller caller, Optional<IdempotencyKey> key) {

    /**
     * Takes a request in.
     *
     * @param json the prompt's parameters
     * @param caller whose the prompt will be
     * @param key the {@code Idempotency-Key} header
     */
    public static Submission of(ObjectNode json, Caller caller, @Nullable String key) {
        return new Submission(
                json, caller, Optional.ofNullable(key).map(text -> new IdempotencyKey(caller.name(), text)));
    }

    /** Reads the prompt; its id is new, or that of the idempotency key. */
    PromptRequested read() {
        if (json.has("specversion")) {
            var detail = "send the prompt's parameters, not a CloudEvent";
            throw Refusal.of(ProblemType.UNKNOWN_FIELD, "specversion", detail);
        }
        var id = key.map(IdempotencyKey::promptId)
                .orElseGet(() -> UUID.randomUUID().toString());
        return Events.promptRequested(StrictJson.write(json), id, caller.source());
    }
}
