package io.calotype.gateway.book;

import io.calotype.contracts.event.Conflicts;
import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PausedImages;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.owner.Owners;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was read about one prompt, in order.
 *
 * <p>Reading the same record twice changes nothing. When memory is short, steps are dropped but for the last of each image.
 */
public final class PromptEntry {

    private final String id;
    private final Happenings happenings = new Happenings();
    private final Waiters waitingForMore = new Waiters(this);
    private final Waiters waitingForEnd = new Waiters(this);
    private Instant createdAt;
    private String owner = Owners.PIPELINE; // until something of the prompt is read
    private long workOfImage;
    private @Nullable PromptRequested request;
    private @Nullable String requestDigest;
    private @Nullable List<String> tokens;
    private List<String> warnings = List.of();
    private PausedImages paused = PausedImages.NONE;
    private int pauses;
    private long ownBytes = Weight.ENTRY;
    private long stepBytes;
    private boolean isPromised;
    private boolean isForgotten;

    PromptEntry(String id, Instant createdAt) {
        this.id = id;
        this.createdAt = createdAt;
    }

    /** The prompt's id. */
    public String id() {
        return id;
    }

    /** When the prompt's first record was written. */
    synchronized Instant createdAt() {
        return createdAt;
    }

    /** Notes what was asked for, and how much work each of its images is. */
    synchronized void requested(PromptRequested event, Instant at, long work) {
        if (request == null) {
            workOfImage = work;
            request = withoutBytes(event);
            owner = event.origin().source();
            requestDigest = RequestDigest.of(event);
            ownBytes += Weight.of(request);
            forgetErasedText();
        }
        createdAt = at.isBefore(createdAt) ? at : createdAt;
        wake();
    }

    /** The pictures that other producers put into their events are too large to remember. */
    private static PromptRequested withoutBytes(PromptRequested event) {
        return event.hasInlinePictures() ? event.withPictures((field, picture) -> picture.withoutBytes()) : event;
    }

    /** Returns the CloudEvents source of the prompt. */
    public synchronized String owner() {
        return owner;
    }

    /** What its prompt says counts more than what is said of its images. */
    private void ownedAs(Origin told) {
        owner = owner.equals(Owners.PIPELINE) ? told.source() : owner;
    }

    synchronized void progressed(ImageProgress progress, long offset) {
        ownedAs(progress.origin());
        int index = progress.id().index();
        if (happenings.isErased(index) || happenings.hasStep(index, offset)) {
            return;
        }
        var step = Happening.Step.of(progress, offset, shared(progress.tokens()));
        warnings = progress.warnings().isEmpty() ? warnings : progress.warnings();
        stepBytes += Weight.of(step);
        happenings.add(step);
        wake();
    }

    /** Every image of a prompt has the same tokens. */
    private @Nullable List<String> shared(@Nullable List<String> received) {
        if (received == null || received.equals(tokens)) {
            return received == null ? null : tokens;
        }
        ownBytes += Weight.ofTokens(received);
        tokens = received;
        return received;
    }

    /** Notes which images are paused from now on. */
    synchronized void paused(PausedImages images) {
        if (!images.equals(paused)) {
            paused = images;
            pauses++;
            wake();
        }
    }

    /** Returns how often it changed which images are paused. */
    public synchronized int pauses() {
        return pauses;
    }

    synchronized void ended(ImageOutcome outcome) {
        ownedAs(outcome.origin());
        if (isOfThisRequest(outcome) && (Erasure.isEnd(outcome) ? erase(outcome) : end(outcome))) {
            wake();
        }
    }

    private boolean erase(ImageOutcome erasure) {
        boolean first = happenings.erase(erasure);
        forgetErasedText();
        return first;
    }

    /** The prompt's text goes with the last of its images. */
    private void forgetErasedText() {
        if (request != null && IntStream.range(0, count()).allMatch(happenings::isErased)) {
            ownBytes -= Weight.of(request) + (tokens == null ? 0 : Weight.ofTokens(tokens));
            request = null;
            tokens = null;
        }
    }

    /** Somebody else may have used the id; what nobody could read is ended by the pipeline in its own name. */
    private boolean isOfThisRequest(ImageOutcome outcome) {
        var source = outcome.origin().source();
        return request == null || source.equals(request.origin().source()) || source.equals(Events.SOURCE);
    }

    /** Notes that another request has taken the image's id, if it is this one that the event is for. */
    synchronized void conflicted(ImageOutcome outcome, String eventId) {
        if (request != null) {
            var image = new RequestedImage(outcome.id(), request.origin(), requestDigest);
            if (eventId.equals(Conflicts.eventId(image)) && end(outcome)) {
                wake();
            }
        }
    }

    private boolean end(ImageOutcome outcome) {
        boolean first = happenings.add(outcome);
        ownBytes += first ? Weight.of(outcome) : 0;
        return first;
    }

    private int count() {
        int asked = request == null ? 1 : request.parameters().output().n();
        return Math.max(asked, happenings.imageCount());
    }

    /** What is known now. */
    public synchronized PromptSnapshot snapshot() {
        var all = IntStream.range(0, count())
                .mapToObj(index -> happenings.image(index).paused(paused.contains(index)))
                .toList();
        return new PromptSnapshot(id, createdAt, request, tokens, warnings, all);
    }

    /** Tells whether every image has its terminal state. */
    public synchronized boolean hasEnded() {
        return IntStream.range(0, count())
                .allMatch(index -> happenings.image(index).ended());
    }

    /** What happened at a place, counted from 0, or at the first one after it that is not forgotten. */
    public synchronized Optional<Placed> from(int place) {
        return happenings.from(place);
    }

    /** Completes, on a worker thread, when every image has its terminal state. */
    public Uni<PromptSnapshot> ended() {
        return waitingForEnd.until(this::hasEnded).map(ended -> snapshot());
    }

    /** Completes, on a worker thread, when something has happened at a place or after it, or more of the prompt is known. */
    public Uni<Boolean> beyond(int place) {
        return waitingForMore.until(() -> happenings.from(place).isPresent());
    }

    /**
     * Completes, on a worker thread, when something has happened at a place or after it, when {@link #pauses} is not what the caller
     * knows, or when more of the prompt is known.
     */
    public Uni<Boolean> beyond(int place, int knownPauses) {
        return waitingForMore.until(
                () -> pauses != knownPauses || happenings.from(place).isPresent());
    }

    private void wake() {
        waitingForMore.wake();
        if (hasEnded()) {
            waitingForEnd.wake();
        }
    }

    /** Tells whether the prompt is known and has not ended. */
    synchronized boolean isOpen() {
        return request != null && !hasEnded();
    }

    /** Returns the work of those of its images that have not ended. */
    synchronized long openWork() {
        return request == null
                ? 0
                : workOfImage
                        * IntStream.range(0, count())
                                .filter(index -> !happenings.image(index).ended())
                                .count();
    }

    /** What is kept for as long as the prompt is, in bytes. */
    synchronized long ownBytes() {
        return ownBytes;
    }

    /** What {@link #compact} would forget, in bytes. */
    synchronized long stepBytes() {
        return stepBytes;
    }

    /** Forgets all previews, and all steps but each image's last. */
    synchronized void compact() {
        happenings.compact();
        stepBytes = 0;
    }

    /** Has the entry kept until the prompt has ended, since somebody may wait for that; tells whether that can be promised. */
    synchronized boolean promise() {
        isPromised = !isForgotten;
        return isPromised;
    }

    /** Tells whether nobody waits for the prompt's end, so that its entry may go. */
    synchronized boolean forget() {
        isForgotten = !isPromised || hasEnded();
        return isForgotten;
    }
}
