package io.calotype.gateway.prompt;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.calotype.gateway.store.Reservations;
import io.cloudevents.CloudEventData;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells a repeated request from a new one by its idempotency key.
 *
 * <p>Of two requests with the same key the object store lets only the first have it. What the two ask for is compared as it
 * would be published, so neither the order of fields nor white space counts.
 */
@ApplicationScoped
class Repetition {

    private final PromptBook book;
    private final PromptLookup lookup;
    private final Reservations reservations;

    Repetition(PromptBook book, PromptLookup lookup, Reservations reservations) {
        this.book = book;
        this.lookup = lookup;
        this.reservations = reservations;
    }

    /**
     * The prompt that an earlier request with the same key made, if it is known.
     *
     * <p>It may be empty for a repeated request too: the prompt is then published again, which changes nothing. Fails with
     * {@link ApiFailure} when the key belongs to a request for something else.
     */
    Uni<Optional<PromptEntry>> of(PromptRequested prompt) {
        var id = prompt.origin().promptId();
        var known = book.find(id).filter(entry -> entry.snapshot().request() != null);
        return known.isPresent()
                ? Uni.createFrom().item(() -> known.filter(entry -> requireSame(entry, prompt)))
                : Uni.createFrom()
                        .item(() -> reserve(id, fingerprint(prompt)))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                        .flatMap(isNew -> isNew ? Uni.createFrom().item(Optional.empty()) : published(id));
    }

    /** Whether the id was free. */
    private boolean reserve(String id, String fingerprint) {
        var token = fingerprint + " " + Long.toHexString(System.nanoTime())
                + Thread.currentThread().getId();
        var holder = reservations.reserve(id, token);
        requireSame(holder.split(" ", 2)[0].equals(fingerprint));
        return holder.equals(token);
    }

    private Uni<Optional<PromptEntry>> published(String id) {
        return lookup.findAnyones(id)
                .map(Optional::of)
                .onFailure(ApiFailure.class)
                .recoverWithItem(Optional.empty());
    }

    private static boolean requireSame(PromptEntry entry, PromptRequested prompt) {
        var request = Objects.requireNonNull(entry.snapshot().request());
        return requireSame(fingerprint(request).equals(fingerprint(prompt)));
    }

    private static boolean requireSame(boolean same) {
        if (!same) {
            throw ApiFailure.of(
                    HttpProblem.IDEMPOTENCY_KEY_REUSED, "the Idempotency-Key was used for a request with another body");
        }
        return true;
    }

    private static String fingerprint(PromptRequested prompt) {
        CloudEventData data = Objects.requireNonNull(Events.of(prompt).getData());
        return Sha256.hex(data.toBytes());
    }
}
