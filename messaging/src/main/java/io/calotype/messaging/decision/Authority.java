package io.calotype.messaging.decision;

import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.owner.Owners;
import java.util.function.Consumer;

/**
 * Whose decisions count for an image, and who is told of those that do not.
 *
 * @param ignored is told once of each decision that was found for an image which its source may not decide about
 */
public record Authority(Owners owners, Consumer<PromptDecision> ignored) {

    /** Tells whether a decision counts for what that source asked for; allocates nothing. */
    boolean counts(NotedDecision<?> noted, String owner) {
        boolean may = owners.mayAct(noted.decision().source(), owner);
        if (!may && noted.told().compareAndSet(false, true)) {
            ignored.accept(noted.decision());
        }
        return may;
    }
}
