package io.calotype.gateway.book;

/**
 * How much a {@link PromptBook} holds.
 *
 * @param prompts finished prompts
 * @param bytes of heap for prompts and what became of them
 * @param stepBytes of heap for steps, most of them previews
 */
record BookLimits(int prompts, long bytes, long stepBytes) {

    /** What prompts that have not ended may take, so that those that end are remembered for a while. */
    long unfinishedBytes() {
        return bytes / 4 * 3;
    }
}
