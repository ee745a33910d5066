package io.calotype.gateway.book;

import io.calotype.contracts.event.Erasure;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.PausedImages;
import io.calotype.contracts.event.PromptRequested;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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
    private final KnownRequest request = new KnownRequest();
    private Instant createdAt;
    private List<String> warnings = List.of();
    private PausedImages paused = PausedImages.NONE;
    private int pauses;
    private long endBytes;
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
        request.is(event, work);
        forgetErasedText();
        createdAt = at.isBefore(createdAt) ? at : createdAt;
        wake();
    }

    /** Returns the CloudEvents source of the prompt. */
    public synchronized String owner() {
        return request.owner();
    }

    synchronized void progressed(ImageProgress progress, long offset) {
        request.isFrom(progress.origin());
        int index = progress.id().index();
        if (happenings.isErased(index) || happenings.hasStep(index, offset)) {
            return;
        }
        var step = Happening.Step.of(progress, offset, request.shared(progress.tokens()));
        warnings = progress.warnings().isEmpty() ? warnings : progress.warnings();
        stepBytes += Weight.of(step);
        happenings.add(step);
        wake();
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
        request.isFrom(outcome.origin());
        if (request.isOf(outcome) && (Erasure.isEnd(outcome) ? erase(outcome) : end(outcome))) {
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
        if (IntStream.range(0, count()).allMatch(happenings::isErased)) {
            request.forgetText();
        }
    }

    /** Notes that another request has taken the image's id, if it is this one that the event is for. */
    synchronized void conflicted(ImageOutcome outcome, String eventId) {
        if (request.isTold(outcome, eventId) && end(outcome)) {
            wake();
        }
    }

    private boolean end(ImageOutcome outcome) {
        boolean first = happenings.add(outcome);
        endBytes += first ? Weight.of(outcome) : 0;
        return first;
    }

    private int count() {
        return Math.max(request.images(), happenings.imageCount());
    }

    /** What is known now. */
    public synchronized PromptSnapshot snapshot() {
        var all = IntStream.range(0, count())
                .mapToObj(index -> happenings.image(index).paused(paused.contains(index)))
                .toList();
        return new PromptSnapshot(id, createdAt, request.event().orElse(null), request.tokens(), warnings, all);
    }

    /** Tells whether every image has its terminal state. */
    public synchronized boolean hasEnded() {
        return openImages() == 0;
    }

    private long openImages() {
        return IntStream.range(0, count())
                .filter(index -> !happenings.image(index).ended())
                .count();
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
        return request.event().isPresent() && !hasEnded();
    }

    /** Returns the work of those of its images that have not ended; nothing if the prompt is not known. */
    synchronized long openWork() {
        return isOpen() ? request.workOfImage() * openImages() : 0;
    }

    /** What is kept for as long as the prompt is, in bytes. */
    synchronized long ownBytes() {
        return Weight.ENTRY + request.bytes() + endBytes;
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
