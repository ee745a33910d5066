package io.calotype.gateway.prompt;

import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptPaused;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.PromptResumed;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.input.Inputs;
import io.calotype.gateway.model.AdapterNames;
import io.calotype.gateway.model.PacksConfig;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.calotype.gateway.webhook.Receivers;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Accepts, cancels, pauses and resumes prompts, in the name of their owners; completes once the broker has the event. */
@ApplicationScoped
public class PromptDesk {

    private final Publication publication;
    private final Repetition repetition;
    private final Receivers receivers;
    private final Inputs inputs;
    private final OptionalInt upscale;
    private final AdapterNames adapters;
    private final UsedImages images;

    PromptDesk(
            Publication publication,
            Repetition repetition,
            Receivers receivers,
            Inputs inputs,
            UsedImages images,
            PacksConfig packs,
            AdapterNames adapters) {
        this.publication = publication;
        this.repetition = repetition;
        this.receivers = receivers;
        this.inputs = inputs;
        this.upscale = packs.upscale();
        this.images = images;
        this.adapters = adapters;
    }

    /**
     * Accepts what a submission asks for, once and for all where it has an idempotency key; pictures in it are kept as objects.
     *
     * @throws io.calotype.contracts.problem.Refusal if it cannot be accepted, or names a webhook that the operator does not allow
     */
    public Uni<PromptEntry> accept(Submission submission) {
        var prompt = submission.read();
        receivers.require(prompt.origin().webhook());
        prompt.parameters().output().requireUpscaler(upscale);
        return checked(prompt)
                .flatMap(inputs::kept)
                .flatMap(kept -> submission.key().isEmpty()
                        ? images.checked(kept, submission.caller()).flatMap(publication::ofNew)
                        : publishOnce(kept, submission.caller()));
    }

    private Uni<PromptRequested> checked(PromptRequested prompt) {
        var asked = Uni.createFrom().item(prompt);
        return prompt.parameters().loras().isEmpty()
                        && prompt.parameters().controls().isEmpty()
                ? asked
                : asked.emitOn(Infrastructure.getDefaultWorkerPool()).invoke(one -> adapters.require(one.parameters()));
    }

    private Uni<PromptEntry> publishOnce(PromptRequested prompt, Caller caller) {
        return repetition.of(prompt).flatMap(earlier -> earlier.map(Uni.createFrom()::item)
                .orElseGet(() -> images.checked(prompt, caller).flatMap(publication::of)));
    }

    /** Asks for an end of a prompt; fails when all its images have ended already. */
    public Uni<PromptEntry> cancel(PromptEntry entry) {
        return decide(entry, new PromptCancelled(entry.id(), entry.owner()));
    }

    /**
     * Asks for an end of a prompt, or of one image of it; fails when that has ended already.
     *
     * @param reason for those who read how the images ended
     */
    public Uni<PromptEntry> cancel(PromptEntry entry, @Nullable Integer index, @Nullable String reason) {
        requireOpen(entry, index);
        return decide(entry, new PromptCancelled(entry.id(), index, reason, entry.owner()));
    }

    /** Has a prompt wait, or one image of it; fails when that has ended already. */
    public Uni<PromptEntry> pause(PromptEntry entry, @Nullable Integer index) {
        requireOpen(entry, index);
        return decide(entry, new PromptPaused(entry.id(), index, entry.owner()));
    }

    /** Has a paused prompt go on, or one image of it; fails when that has ended already. */
    public Uni<PromptEntry> resume(PromptEntry entry, @Nullable Integer index) {
        requireOpen(entry, index);
        return decide(entry, new PromptResumed(entry.id(), index, entry.owner()));
    }

    private static void requireOpen(PromptEntry entry, @Nullable Integer index) {
        var images = entry.snapshot().images();
        if (index != null && index >= images.size()) {
            throw ApiFailure.notFound("the prompt has no image " + index);
        }
        if (index != null && images.get(index).ended()) {
            throw ApiFailure.of(HttpProblem.ALREADY_FINISHED, "the image has ended");
        }
    }

    private Uni<PromptEntry> decide(PromptEntry entry, PromptDecision decision) {
        return entry.hasEnded()
                ? Uni.createFrom()
                        .failure(ApiFailure.of(HttpProblem.ALREADY_FINISHED, "all images of the prompt have ended"))
                : publication.of(decision).replaceWith(entry);
    }
}
