package io.calotype.gateway.prompt;

import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.messaging.kafka.CatchUp;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds prompts.
 *
 * <p>A prompt that another gateway accepted a moment ago is waited for, and so is what the topics hold after a start.
 */
@ApplicationScoped
public class PromptLookup {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final PromptBook book;
    private final CatchUp catchUp;
    private final GatewayConfig config;

    PromptLookup(PromptBook book, CatchUp catchUp, GatewayConfig config) {
        this.book = book;
        this.catchUp = catchUp;
        this.config = config;
    }

    /**
     * Returns a caller's prompt; fails with {@link ApiFailure} when it is unknown or not known yet, and after the same time when it is
     * somebody else's.
     */
    public Uni<PromptEntry> find(String promptId, Caller caller) {
        return find(promptId, () -> book.find(promptId).filter(entry -> caller.owns(entry.owner())));
    }

    /** Returns a prompt, whoever's it is; fails in the same way. */
    public Uni<PromptEntry> findAnyones(String promptId) {
        return find(promptId, () -> book.find(promptId));
    }

    private Uni<PromptEntry> find(String promptId, Supplier<Optional<PromptEntry>> look) {
        var known = look.get();
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        var patience = catchUp.isDone() ? config.lookupPatience() : config.catchUpPatience();
        return Uni.createFrom()
                .item(look)
                .repeat()
                .withDelay(LOOK)
                .until(found -> found.isPresent())
                .collect()
                .last()
                .replaceWith(look)
                .ifNoItem()
                .after(patience)
                .recoverWithItem(Optional.empty())
                .map(found -> found.orElseThrow(() -> unknown(promptId)));
    }

    private ApiFailure unknown(String promptId) {
        return catchUp.isDone()
                ? ApiFailure.notFound("there is no prompt " + promptId)
                : ApiFailure.unavailable("the topics are still being read back");
    }
}
