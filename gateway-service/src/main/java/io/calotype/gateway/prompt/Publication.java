package io.calotype.gateway.prompt;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.broker.BrokerAway;
import io.calotype.gateway.broker.EventPublisher;
import io.calotype.gateway.messaging.Strays;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.messaging.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Publishes prompts, and what is decided about them; completes after the broker's acknowledgement, or fails with {@link BrokerAway}. */
@ApplicationScoped
class Publication {

    private final EventPublisher publisher;
    private final PromptBook book;
    private final Strays strays;
    private final Tenants tenants;

    Publication(EventPublisher publisher, PromptBook book, Strays strays, Tenants tenants) {
        this.publisher = publisher;
        this.book = book;
        this.strays = strays;
        this.tenants = tenants;
    }

    /**
     * Publishes a prompt that its caller may repeat under the same id.
     *
     * <p>Fails with {@link ApiFailure}, before the broker has anything, when too many prompts have not ended yet, or too much of its
     * tenant waits.
     */
    Uni<PromptEntry> of(PromptRequested prompt) {
        if (book.isFull()) {
            var detail = "too many prompts have not ended yet; nothing was accepted";
            return Uni.createFrom().failure(ApiFailure.unavailable(detail));
        }
        var excess = book.reserve(prompt);
        if (excess.isPresent()) {
            return Uni.createFrom().failure(ApiFailure.backlogFull(excess.get(), tenants.retryAfter()));
        }
        return publisher
                .publish(Topics.PROMPTS, promptId(prompt), Events.of(prompt))
                .map(written -> book.accepted(prompt, written))
                .onTermination()
                .invoke(() -> book.release(prompt));
    }

    /** Publishes a prompt whose id stays unknown to its caller if this fails. */
    Uni<PromptEntry> ofNew(PromptRequested prompt) {
        return of(prompt).onFailure(BrokerAway.class).invoke(() -> strays.add(promptId(prompt)));
    }

    Uni<Instant> of(PromptDecision decision) {
        return publisher.publish(Topics.CANCELLATIONS, decision.promptId(), Events.of(decision));
    }

    private static String promptId(PromptRequested prompt) {
        return prompt.origin().promptId();
    }
}
