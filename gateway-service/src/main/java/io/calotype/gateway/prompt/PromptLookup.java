package io.calotype.gateway.prompt;

import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.messaging.kafka.CatchUp;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

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

    /** Returns a prompt; fails with {@link ApiFailure} when it is unknown, or not known yet. */
    public Uni<PromptEntry> find(String promptId) {
        var known = book.find(promptId);
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        var patience = catchUp.isDone() ? config.lookupPatience() : config.catchUpPatience();
        return Uni.createFrom()
                .item(() -> book.find(promptId))
                .repeat()
                .withDelay(LOOK)
                .until(found -> found.isPresent())
                .collect()
                .last()
                .replaceWith(() -> book.find(promptId))
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
