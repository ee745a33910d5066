package io.calotype.messaging.decision;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.spec.ImageId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The newest cancelled prompts, or images of them, up to a limit; a look-up blocks nobody and allocates nothing. */
public final class CancelledPrompts {

    private static final CancelledImages NONE = new CancelledImages(List.of());

    private final int limit;
    private final Map<String, CancelledImages> prompts = new ConcurrentHashMap<>();
    private final Queue<String> byAge = new ArrayDeque<>();

    /**
     * The cancellations of one prompt.
     *
     * @param decisions in the order in which they were read
     */
    private record CancelledImages(List<PromptCancelled> decisions) {

        @Nullable
        PromptCancelled of(int index) {
            for (int i = 0; i < decisions.size(); i++) {
                var each = decisions.get(i);
                if (each.index() == null || each.index() == index) {
                    return each;
                }
            }
            return null;
        }

        boolean covers(PromptCancelled decision) {
            return decisions.stream()
                    .anyMatch(each -> each.index() == null || Objects.equals(each.index(), decision.index()));
        }

        CancelledImages with(PromptCancelled decision) {
            return new CancelledImages(
                    Stream.concat(decisions.stream(), Stream.of(decision)).toList());
        }
    }

    /** None yet. */
    public CancelledPrompts(int limit) {
        this.limit = limit;
    }

    /** Remembers a cancellation, and forgets the oldest prompt beyond the limit; of an image the first one counts. */
    public synchronized void add(PromptCancelled decision) {
        var id = decision.promptId();
        var known = prompts.getOrDefault(id, NONE);
        if (known.covers(decision)) {
            return;
        }
        prompts.put(id, known.with(decision));
        if (known.decisions().isEmpty()) {
            byAge.add(id);
            if (byAge.size() > limit) {
                prompts.remove(byAge.remove());
            }
        }
    }

    /** Tells whether an image is cancelled, by itself or with its prompt. */
    public boolean contains(ImageId image) {
        return find(image) != null;
    }

    /** Returns why an image was cancelled, if it was and somebody said so. */
    public @Nullable String reason(ImageId image) {
        var decision = find(image);
        return decision == null ? null : decision.reason();
    }

    private @Nullable PromptCancelled find(ImageId image) {
        return prompts.getOrDefault(image.promptId(), NONE).of(image.index());
    }
}
