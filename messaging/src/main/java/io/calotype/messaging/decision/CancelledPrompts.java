package io.calotype.messaging.decision;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The newest cancelled prompts, up to a limit; a look-up allocates nothing. */
public final class CancelledPrompts {

    private final int limit;
    private final Set<String> prompts = ConcurrentHashMap.newKeySet();
    private final Queue<String> byAge = new ConcurrentLinkedQueue<>();

    /** None yet. */
    public CancelledPrompts(int limit) {
        this.limit = limit;
    }

    /** Remembers a prompt, and forgets the oldest one beyond the limit. */
    public void add(String promptId) {
        if (prompts.add(promptId)) {
            byAge.add(promptId);
            if (prompts.size() > limit) {
                prompts.remove(byAge.remove());
            }
        }
    }

    /** Tells whether a prompt is cancelled. */
    public boolean contains(String promptId) {
        return prompts.contains(promptId);
    }
}
