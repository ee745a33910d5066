package io.calotype.gateway.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.json.StrictJson;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A prompt as a client sent it. */
public record Submission(ObjectNode json, Optional<IdempotencyKey> key) {

    /**
     * Takes a request in.
     *
     * @param json the prompt's parameters
     * @param owner the caller's name, empty where callers need no key
     * @param key the {@code Idempotency-Key} header
     */
    public static Submission of(ObjectNode json, String owner, @Nullable String key) {
        return new Submission(json, Optional.ofNullable(key).map(text -> new IdempotencyKey(owner, text)));
    }

    /** Reads the prompt; its id is new, or that of the idempotency key. */
    PromptRequested read(String source) {
        if (json.has("specversion")) {
            var detail = "send the prompt's parameters, not a CloudEvent";
            throw Refusal.of(ProblemType.UNKNOWN_FIELD, "specversion", detail);
        }
        var id = key.map(IdempotencyKey::promptId)
                .orElseGet(() -> UUID.randomUUID().toString());
        return Events.promptRequested(StrictJson.write(json), id, source);
    }
}
