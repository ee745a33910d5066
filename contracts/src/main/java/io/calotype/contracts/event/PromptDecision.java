package io.calotype.contracts.event;

/** What somebody decided about a prompt after it was sent; the last decision of a kind counts. */
public sealed interface PromptDecision permits PromptCancelled, PromptPaused, PromptResumed {

    /** Returns the prompt's id. */
    String promptId();
}
