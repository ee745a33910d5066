package io.calotype.diffusion.messaging;

import io.calotype.contracts.digest.Sha256;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.owner.Owners;
import io.calotype.diffusion.checkpoint.PausedStore;
import io.calotype.diffusion.checkpoint.PausedStore.Paused;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.lifecycle.Postponed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Paused images leave their topic: the record of each becomes an object, until the image goes on as a new record, or ends.
 *
 * <p>Whoever reads that it goes on looks for the object. One that is stored after that look would be found by nobody, so whoever
 * stores it reads all decisions up to then, and has the image go on itself if it is paused no more. Between the two an image may go
 * on twice; it ends once.
 */
@ApplicationScoped
class PausedRecords {

    private static final Logger LOG = Logger.getLogger(PausedRecords.class);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final Owners owners;
    private final Decisions decisions;
    private final DecisionsRead read;
    private final PausedStore store;
    private final OutcomeSender sender;

    PausedRecords(Owners owners, Decisions decisions, DecisionsRead read, PausedStore store, OutcomeSender sender) {
        this.owners = owners;
        this.decisions = decisions;
        this.read = read;
        this.store = store;
        this.sender = sender;
    }

    boolean isPaused(RequestedImage image) {
        return decisions.isPaused(image);
    }

    /** Keeps the record of a paused image; blocks, and completes when the image is safe without the record. */
    CompletionStage<Void> keep(ImageTensors embedded, ReceivedRecord record) {
        var place = place(embedded.task(), record);
        store.keep(place, new Paused(embedded, record.trace()));
        LOG.debugf("imageId=%s is paused", place.image());
        return read.upToNow()
                .chain(() -> patiently(() -> isPaused(embedded.task().image()) && !store.hasEnded(place)
                        ? done()
                        : release(place, any -> true)))
                .subscribeAsCompletionStage();
    }

    /** Keeps the record of an image that was paused while it ran, as {@link #keep} does. */
    CompletionStage<Void> keepIfPaused(Outcome outcome, ImageTensors embedded, ReceivedRecord record) {
        return outcome instanceof Outcome.Paused ? keep(embedded, record) : done();
    }

    /** Forgets what a process that died stored before it acknowledged the record; blocks on the object store. */
    void forget(ImageTask task, ReceivedRecord record) {
        store.remove(place(task, record));
    }

    private static PausedObject place(ImageTask task, ReceivedRecord record) {
        return PausedObject.of(
                task, record.position() + "-" + record.timestamp().toEpochMilli());
    }

    /**
     * Has the paused images of a prompt go on, or one of them, or ends them if the prompt was cancelled; those that the source may not
     * decide about stay.
     */
    Uni<Void> release(String promptId, @Nullable Integer index, String source) {
        return patiently(() -> CompletableFuture.allOf(store.find(promptId, index).stream()
                .map(place ->
                        release(place, owner -> owners.mayAct(source, owner)).toCompletableFuture())
                .toArray(CompletableFuture[]::new)));
    }

    private CompletionStage<Void> release(PausedObject place, Predicate<String> owner) {
        return store.get(place)
                .filter(paused -> owner.test(paused.embedded().task().origin().source()))
                .map(paused -> release(place, paused).thenRun(() -> store.remove(place)))
                .orElseGet(PausedRecords::done);
    }

    private CompletionStage<Void> release(PausedObject place, Paused paused) {
        var task = paused.embedded().task();
        if (store.hasEnded(place)) {
            sender.discard(task);
            return done();
        }
        LOG.debugf("imageId=%s is paused no more", place.image());
        return decisions.isCancelled(task.image())
                ? sender.cancelled(task, decisions.cancelReason(task.image()), paused.trace())
                : sender.again(paused.embedded(), work(place), paused.trace());
    }

    private static String work(PausedObject place) {
        return Sha256.hex(place.key().getBytes(StandardCharsets.UTF_8));
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    private interface Attempt {
        CompletionStage<Void> run();
    }

    /** On a worker thread, and again while the object store is away. */
    private static Uni<Void> patiently(Attempt attempt) {
        return Uni.createFrom()
                .voidItem()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> Uni.createFrom().completionStage(attempt::run))
                .onFailure(Postponed.class)
                .retry()
                .withBackOff(FIRST_BACKOFF, LONGEST_BACKOFF)
                .indefinitely();
    }
}
