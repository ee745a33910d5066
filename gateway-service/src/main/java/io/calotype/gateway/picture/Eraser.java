package io.calotype.gateway.picture;

import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.broker.EventPublisher;
import io.calotype.gateway.caller.Caller;
import io.calotype.gateway.owner.ImageOwners;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.calotype.gateway.store.ErasableImages;
import io.calotype.gateway.store.StoredPictures;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Erases images; the store forgets at once, and every gateway once it reads the event. */
@ApplicationScoped
class Eraser {

    private final ErasableImages images;
    private final StoredPictures pictures;
    private final PromptBook book;
    private final EventPublisher publisher;
    private final ImageOwners owners;

    Eraser(
            ErasableImages images,
            StoredPictures pictures,
            PromptBook book,
            EventPublisher publisher,
            ImageOwners owners) {
        this.images = images;
        this.pictures = pictures;
        this.book = book;
        this.publisher = publisher;
        this.owners = owners;
    }

    /**
     * Erases an image that has ended; blocks for the store, and completes once the broker has the event.
     *
     * <p>The end goes first: a stage that meets the image from then on makes no picture.
     *
     * @throws ApiFailure when the caller has no such image, or it has not ended
     */
    Uni<Instant> erase(ImageId id, Caller caller) {
        if (!owners.mayUse(caller, id)) {
            throw missing(id);
        }
        var end = images.end(id);
        if (end.isEmpty() && pictures.find(id).isEmpty()) {
            throw book.find(id.promptId()).isPresent()
                    ? ApiFailure.of(HttpProblem.NOT_FINISHED, "the image has not ended; cancel its prompt first")
                    : missing(id);
        }
        return forget(id, end.map(Eraser::source).orElse(Events.SOURCE), end);
    }

    private static ApiFailure missing(ImageId id) {
        return ApiFailure.notFound("there is no image " + id);
    }

    /** Erases an image of that source, whatever there is of it; blocks for the store, and completes once the broker has the event. */
    Uni<Instant> forget(ImageId id, String source, Optional<ImageEnd> end) {
        var texts = texts(id, end);
        images.replaceEnd(Erasure.end(id, end.map(ImageEnd::request).orElse(null), source));
        images.remove(id);
        texts.forEach(images::removeEmbeddings);
        return publisher.publish(Topics.IMAGES, id.toString(), Erasure.event(id, source));
    }

    /** Prompt and negative prompt, as far as the end and this gateway know them. */
    private Set<String> texts(ImageId id, Optional<ImageEnd> end) {
        var told = end.map(known -> Events.imageOutcome(known.event()))
                .map(outcome -> outcome instanceof StoredImage stored ? stored.meaning() : null)
                .map(PromptMeaning::prompt);
        var asked = book.find(id.promptId())
                .map(entry -> entry.snapshot().request())
                .map(PromptRequested::parameters);
        return Stream.of(told, asked.map(PromptParameters::prompt), asked.map(PromptParameters::negativePrompt))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Returns the source of the request that an image ended for. */
    static String source(ImageEnd end) {
        return Events.imageOutcome(end.event()).origin().source();
    }
}
