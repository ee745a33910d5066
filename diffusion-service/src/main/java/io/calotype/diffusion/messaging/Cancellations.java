package io.calotype.diffusion.messaging;

import io.calotype.diffusion.config.DiffusionConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The newest cancelled prompts, up to a limit; a look-up allocates nothing. */
@ApplicationScoped
class Cancellations {

    private final int limit;
    private final Set<String> prompts = ConcurrentHashMap.newKeySet();
    private final Queue<String> byAge = new ConcurrentLinkedQueue<>();

    @Inject
    Cancellations(DiffusionConfig config) {
        this(config.rememberedCancellations());
    }

    Cancellations(int limit) {
        this.limit = limit;
    }

    /** Remembers a prompt, and forgets the oldest one beyond the limit. */
    void add(String promptId) {
        if (prompts.add(promptId)) {
            byAge.add(promptId);
            if (prompts.size() > limit) {
                prompts.remove(byAge.remove());
            }
        }
    }

    boolean contains(String promptId) {
        return prompts.contains(promptId);
    }
}
