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

/**
 * The newest cancelled prompts, or images of them, up to a limit; a look-up blocks nobody and allocates nothing.
 *
 * <p>Anybody may write a cancellation, and be read before the prompt is: whose count is asked when an image is looked up.
 */
public final class CancelledPrompts {

    private static final CancelledImages NONE = new CancelledImages(List.of());
    private static final int MOST_OF_A_PROMPT = 64;

    private final int limit;
    private final Authority authority;
    private final Map<String, CancelledImages> prompts = new ConcurrentHashMap<>();
    private final Queue<String> byAge = new ArrayDeque<>();

    /**
     * The cancellations of one prompt.
     *
     * @param decisions in the order in which they were read
     */
    private record CancelledImages(List<NotedDecision<PromptCancelled>> decisions) {

        @Nullable
        PromptCancelled of(int index, String owner, Authority authority) {
            for (int i = 0; i < decisions.size(); i++) {
                var each = decisions.get(i).decision();
                if ((each.index() == null || each.index() == index) && authority.counts(decisions.get(i), owner)) {
                    return each;
                }
            }
            return null;
        }

        boolean covers(PromptCancelled decision) {
            return decisions.stream()
                    .map(NotedDecision::decision)
                    .filter(each -> each.source().equals(decision.source()))
                    .anyMatch(each -> each.index() == null || Objects.equals(each.index(), decision.index()));
        }

        /** One source has no more than one for each image and one for all: only many sources forget the oldest. */
        CancelledImages with(PromptCancelled decision) {
            var all = Stream.concat(decisions.stream(), Stream.of(NotedDecision.of(decision)))
                    .toList();
            return new CancelledImages(all.subList(Math.max(0, all.size() - MOST_OF_A_PROMPT), all.size()));
        }
    }

    /** None yet. */
    public CancelledPrompts(int limit, Authority authority) {
        this.limit = limit;
        this.authority = authority;
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

    /**
     * Tells whether an image is cancelled, by itself or with its prompt.
     *
     * @param owner the source that asked for it
     */
    public boolean contains(ImageId image, String owner) {
        return find(image, owner) != null;
    }

    /** Returns why an image was cancelled, if it was and somebody said so. */
    public @Nullable String reason(ImageId image, String owner) {
        var decision = find(image, owner);
        return decision == null ? null : decision.reason();
    }

    private @Nullable PromptCancelled find(ImageId image, String owner) {
        return prompts.getOrDefault(image.promptId(), NONE).of(image.index(), owner, authority);
    }
}
