package io.calotype.messaging.decision;

import io.calotype.contracts.event.PausedImages;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.contracts.spec.ImageId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest paused prompts, up to a limit; to look an image up blocks nobody and allocates nothing.
 *
 * <p>Anybody may write a decision, and be read before the prompt is: whose count is asked when an image is looked up.
 */
public final class PausedPrompts {

    private static final int MOST_OF_A_PROMPT = 64;

    private final int limit;
    private final Authority authority;
    private final Map<String, List<NotedDecision<PromptDecision>>> prompts = new ConcurrentHashMap<>();
    private final Set<String> byAge = new LinkedHashSet<>();

    /** None yet; beyond the limit the oldest are forgotten. */
    public PausedPrompts(int limit, Authority authority) {
        this.limit = limit;
        this.authority = authority;
    }

    /** Takes note of a decision. */
    public synchronized void apply(PromptDecision decision) {
        if (decision instanceof PromptCancelled) {
            return;
        }
        var id = decision.promptId();
        var after = after(known(id), decision);
        if (after.stream().noneMatch(each -> each.decision() instanceof PromptPaused)) {
            forget(id);
            return;
        }
        prompts.put(id, after);
        byAge.add(id);
        if (byAge.size() > limit) {
            forget(byAge.iterator().next());
        }
    }

    /** What the same source decided before about no more images counts no more; only many sources forget the oldest. */
    private static List<NotedDecision<PromptDecision>> after(
            List<NotedDecision<PromptDecision>> known, PromptDecision decision) {
        var left = known.stream().filter(each -> !isReplaced(each.decision(), decision));
        var all = Stream.concat(left, Stream.of(NotedDecision.of(decision))).toList();
        return all.subList(Math.max(0, all.size() - MOST_OF_A_PROMPT), all.size());
    }

    private static boolean isReplaced(PromptDecision earlier, PromptDecision later) {
        var index = index(later);
        return earlier.source().equals(later.source()) && (index == null || index.equals(index(earlier)));
    }

    private static @Nullable Integer index(PromptDecision decision) {
        return decision instanceof PromptPaused paused ? paused.index() : ((PromptResumed) decision).index();
    }

    private void forget(String id) {
        prompts.remove(id);
        byAge.remove(id);
    }

    private List<NotedDecision<PromptDecision>> known(String promptId) {
        return prompts.getOrDefault(promptId, List.of());
    }

    /**
     * Returns which images of a prompt are paused.
     *
     * @param owner the source that asked for them
     */
    public PausedImages of(String promptId, String owner) {
        var paused = PausedImages.NONE;
        for (var each : known(promptId)) {
            paused = authority.counts(each, owner) ? paused.after(each.decision()) : paused;
        }
        return paused;
    }

    /** Tells whether an image is paused; of those who may decide about it, the last one's word counts. */
    public boolean contains(ImageId image, String owner) {
        var decisions = known(image.promptId());
        for (int i = decisions.size() - 1; i >= 0; i--) {
            var index = index(decisions.get(i).decision());
            if ((index == null || index == image.index()) && authority.counts(decisions.get(i), owner)) {
                return decisions.get(i).decision() instanceof PromptPaused;
            }
        }
        return false;
    }
}
