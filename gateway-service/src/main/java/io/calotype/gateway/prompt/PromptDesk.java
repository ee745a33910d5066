package io.calotype.gateway.prompt;

import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.calotype.gateway.webhook.Receivers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Where prompts are handed in and cancelled; whoever is told so can rely on it, since the broker has the event by then. */
@ApplicationScoped
public class PromptDesk {

    /** The CloudEvents source of prompts that came over HTTP. */
    public static final String SOURCE = "/calotype/gateway";

    private final Publication publication;
    private final Repetition repetition;
    private final Receivers receivers;

    PromptDesk(Publication publication, Repetition repetition, Receivers receivers) {
        this.publication = publication;
        this.repetition = repetition;
        this.receivers = receivers;
    }

    /**
     * Accepts what a submission asks for, once and for all where it has an idempotency key.
     *
     * @throws io.calotype.contracts.problem.Refusal if it cannot be accepted, or names a webhook that the operator does not allow
     */
    public Uni<PromptEntry> accept(Submission submission) {
        var prompt = submission.read(SOURCE);
        receivers.require(prompt.origin().webhook());
        return submission.key().isEmpty()
                ? publication.ofNew(prompt)
                : repetition.of(prompt).flatMap(earlier -> earlier.map(Uni.createFrom()::item)
                        .orElseGet(() -> publication.of(prompt)));
    }

    /** Asks for an end of a prompt; fails when all its images have ended already. */
    public Uni<PromptEntry> cancel(PromptEntry entry) {
        return entry.hasEnded()
                ? Uni.createFrom()
                        .failure(ApiFailure.of(HttpProblem.ALREADY_FINISHED, "all images of the prompt have ended"))
                : publication.ofCancellation(entry.id()).replaceWith(entry);
    }
}
