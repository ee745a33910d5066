package io.calotype.messaging.decision;

import io.calotype.contracts.event.PausedImages;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.spec.ImageId;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The newest paused prompts, up to a limit; a look-up blocks nobody and allocates nothing. */
public final class PausedPrompts {

    private final int limit;
    private final Map<String, PausedImages> prompts = new ConcurrentHashMap<>();
    private final Set<String> byAge = new LinkedHashSet<>();

    /** None yet; beyond the limit the oldest are forgotten. */
    public PausedPrompts(int limit) {
        this.limit = limit;
    }

    /** Takes note of a decision. */
    public synchronized void apply(PromptDecision decision) {
        var id = decision.promptId();
        var after = of(id).after(decision);
        if (after.equals(PausedImages.NONE)) {
            forget(id);
            return;
        }
        prompts.put(id, after);
        byAge.add(id);
        if (byAge.size() > limit) {
            forget(byAge.iterator().next());
        }
    }

    private void forget(String id) {
        prompts.remove(id);
        byAge.remove(id);
    }

    /** Returns which images of a prompt are paused. */
    public PausedImages of(String promptId) {
        return prompts.getOrDefault(promptId, PausedImages.NONE);
    }

    /** Tells whether an image is paused. */
    public boolean contains(ImageId image) {
        return of(image.promptId()).contains(image.index());
    }
}
