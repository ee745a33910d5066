package io.calotype.messaging.decision;

import io.calotype.contracts.event.PromptDecision;
import java.util.concurrent.atomic.AtomicBoolean;

/** A decision that was read, and whether it was told that its source may not make it. */
record NotedDecision<D extends PromptDecision>(D decision, AtomicBoolean told) {

    static <D extends PromptDecision> NotedDecision<D> of(D decision) {
        return new NotedDecision<>(decision, new AtomicBoolean());
    }
}
