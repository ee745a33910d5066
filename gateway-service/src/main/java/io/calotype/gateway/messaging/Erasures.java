package io.calotype.gateway.messaging;

import io.calotype.contracts.event.ErasureRequested;
import io.smallrye.mutiny.Uni;

/** Erases what senders of prompts ask for. */
public interface Erasures {

    /** Completes when the store has forgotten it and the broker has an event about each image; fails when that has to be tried again. */
    Uni<Void> carryOut(ErasureRequested erasure);
}
