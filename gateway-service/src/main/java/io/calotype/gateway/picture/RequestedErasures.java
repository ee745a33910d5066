package io.calotype.gateway.picture;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.ErasureRequested;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.PromptCancelled;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.topic.Topics;
import io.calotype.gateway.book.PromptBook;
import io.calotype.gateway.broker.EventPublisher;
import io.calotype.gateway.messaging.Erasures;
import io.calotype.gateway.problem.ApiFailure;
import io.calotype.gateway.problem.HttpProblem;
import io.calotype.gateway.prompt.PromptLookup;
import io.calotype.gateway.store.ErasableImages;
import io.cloudevents.CloudEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Erases the images that an event names, for the source that their prompt came from; one that has not ended ends by that. */
@ApplicationScoped
class RequestedErasures implements Erasures {

    private static final Logger LOG = Logger.getLogger(RequestedErasures.class);

    private final Eraser eraser;
    private final ErasableImages images;
    private final PromptLookup lookup;
    private final PromptBook book;
    private final EventPublisher publisher;
    private final Owners owners;

    RequestedErasures(
            Eraser eraser,
            ErasableImages images,
            PromptLookup lookup,
            PromptBook book,
            EventPublisher publisher,
            Owners owners) {
        this.eraser = eraser;
        this.images = images;
        this.lookup = lookup;
        this.book = book;
        this.publisher = publisher;
        this.owners = owners;
    }

    @Override
    public Uni<Void> carryOut(ErasureRequested erasure) {
        return lookup.findAnyones(erasure.promptId())
                .onFailure(RequestedErasures::isUnknown)
                .recoverWithNull()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> erase(erasure));
    }

    /** A prompt that the topics do not hold any more may have images all the same. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ApiFailure unknown && unknown.problem() == HttpProblem.NOT_FOUND;
    }

    /** Ends stand before the prompt is cancelled, so that none of its images ends as that. */
    private Uni<Void> erase(ErasureRequested erasure) {
        var source = sourceOfOngoing(erasure);
        return Multi.createFrom()
                .iterable(named(erasure))
                .onItem()
                .transformToUniAndConcatenate(image -> erase(image, erasure))
                .collect()
                .last()
                .chain(() -> source.map(owner -> stop(erasure.promptId(), owner))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** What is to be erased as a whole need not be drawn. */
    private Optional<String> sourceOfOngoing(ErasureRequested erasure) {
        return erasure.index() != null
                ? Optional.empty()
                : book.find(erasure.promptId())
                        .filter(entry -> !entry.hasEnded())
                        .map(entry -> entry.snapshot().request())
                        .map(request -> request.origin().source())
                        .filter(source -> owners.mayAct(erasure.source(), source));
    }

    private Uni<Void> stop(String promptId, String source) {
        return publisher
                .publish(Topics.CANCELLATIONS, promptId, Events.of(new PromptCancelled(promptId, source)))
                .replaceWithVoid();
    }

    private List<ImageId> named(ErasureRequested erasure) {
        var id = erasure.promptId();
        if (erasure.index() != null) {
            return List.of(new ImageId(id, erasure.index()));
        }
        int asked =
                request(id).map(request -> request.parameters().output().n()).orElse(0);
        return Stream.concat(
                        IntStream.range(0, asked).mapToObj(index -> new ImageId(id, index)), images.ended(id).stream())
                .distinct()
                .toList();
    }

    private Uni<Void> erase(ImageId id, ErasureRequested erasure) {
        var end = images.end(id);
        var source = end.map(Eraser::source).or(() -> sourceOfOpen(id));
        if (source.isEmpty()) {
            LOG.infof("imageId=%s is to be erased, and nothing is known of it", id);
            return Uni.createFrom().voidItem();
        }
        if (!owners.mayAct(erasure.source(), source.get())) {
            LOG.infof("imageId=%s is not erased, it belongs to another source", id);
            return publish(id, Conflicts.event(erasure, id));
        }
        return end.isPresent()
                ? eraser.forget(id, source.get(), end).replaceWithVoid()
                : end(id, source.get()).chain(() -> erase(id, erasure));
    }

    /** Whichever stage meets the image from then on makes no picture. */
    private Uni<Void> end(ImageId id, String source) {
        var end = Erasure.end(id, null, source);
        return images.decide(end) ? publish(id, end.event()) : Uni.createFrom().voidItem();
    }

    private Optional<String> sourceOfOpen(ImageId id) {
        return request(id.promptId())
                .filter(request -> id.index() < request.parameters().output().n())
                .map(request -> request.origin().source());
    }

    private Optional<PromptRequested> request(String promptId) {
        return book.find(promptId).map(entry -> entry.snapshot().request());
    }

    private Uni<Void> publish(ImageId id, CloudEvent event) {
        return publisher.publish(Topics.IMAGES, id.toString(), event).replaceWithVoid();
    }
}
