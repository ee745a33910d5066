package io.calotype.contracts.event;

/** What somebody decided about a prompt after it was sent; the last decision of a kind counts. */
public sealed interface PromptDecision permits PromptCancelled, PromptPaused, PromptResumed {

    /** Returns the prompt's id. */
    String promptId();

    /** Returns the CloudEvents source of who decided; it counts for prompts that this one may act for. */
    String source();
}
