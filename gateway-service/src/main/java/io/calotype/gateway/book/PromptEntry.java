package io.calotype.gateway.book;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.RequestDigest;
import io.calotype.contracts.event.RequestedImage;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was read about one prompt, in order.
 *
 * <p>Reading the same record twice changes nothing. Events keep their positions, so that a reader can continue from a number;
 * steps are dropped when memory is short, but for the last of each image.
 */
public final class PromptEntry {

    private final String id;
    private final TreeMap<Integer, Happening> happenings = new TreeMap<>(); // by place
    private final TreeMap<Integer, ImageSnapshot> images = new TreeMap<>();
    private final Set<UniEmitter<? super Boolean>> waiting = new LinkedHashSet<>();
    private final Set<UniEmitter<? super Boolean>> waitingForEnd = new LinkedHashSet<>();
    private Instant createdAt;
    private @Nullable PromptRequested request;
    private @Nullable String requestDigest;
    private @Nullable List<String> tokens;
    private List<String> warnings = List.of();
    private int places;
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

    synchronized void requested(PromptRequested event, Instant at) {
        if (request == null) {
            request = withoutBytes(event);
            requestDigest = RequestDigest.of(event);
            ownBytes += Weight.of(request);
        }
        createdAt = at.isBefore(createdAt) ? at : createdAt;
        wake();
    }

    /** The pictures that other producers put into their events are too large to remember. */
    private static PromptRequested withoutBytes(PromptRequested event) {
        var picture = event.parameters().picture();
        return picture == null || !picture.isInline()
                ? event
                : new PromptRequested(event.origin(), event.parameters().withPicture(picture.withoutBytes()));
    }

    synchronized void progressed(ImageProgress progress, long offset) {
        int index = progress.id().index();
        var image = image(index);
        var last = image.lastStep();
        if (last != null && offset <= last.offset()) {
            return;
        }
        var heard = shared(progress.tokens());
        var step = new Happening.Step(
                index,
                offset,
                progress.stage(),
                progress.step(),
                progress.steps(),
                dataUrl(progress),
                heard,
                progress.warnings());
        warnings = progress.warnings().isEmpty() ? warnings : progress.warnings();
        stepBytes += Weight.of(step);
        images.put(index, new ImageSnapshot(index, step, image.end()));
        happenings.put(places++, step);
        wake();
    }

    /** Every image of a prompt has the same tokens. */
    private @Nullable List<String> shared(@Nullable List<String> heard) {
        if (heard == null || heard.equals(tokens)) {
            return heard == null ? null : tokens;
        }
        ownBytes += Weight.ofTokens(heard);
        tokens = heard;
        return heard;
    }

    synchronized void ended(ImageOutcome outcome) {
        if (isOfThisRequest(outcome) && end(outcome)) {
            wake();
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
            if (eventId.equals(Events.conflictId(image)) && end(outcome)) {
                wake();
            }
        }
    }

    private boolean end(ImageOutcome outcome) {
        int index = outcome.id().index();
        var image = image(index);
        if (image.ended()) {
            return false;
        }
        images.put(index, new ImageSnapshot(index, image.lastStep(), outcome));
        happenings.put(places++, new Happening.End(index, outcome));
        ownBytes += Weight.of(outcome);
        return true;
    }

    private ImageSnapshot image(int index) {
        return images.getOrDefault(index, new ImageSnapshot(index, null, null));
    }

    private int count() {
        int heard = images.isEmpty() ? 1 : images.lastKey() + 1;
        return request == null
                ? heard
                : Math.max(heard, request.parameters().output().n());
    }

    /** What is known now. */
    public synchronized PromptSnapshot snapshot() {
        var all = IntStream.range(0, count()).mapToObj(this::image).toList();
        return new PromptSnapshot(id, createdAt, request, tokens, warnings, all);
    }

    /** Tells whether every image has its terminal state. */
    public synchronized boolean hasEnded() {
        return IntStream.range(0, count()).allMatch(index -> image(index).ended());
    }

    /** What happened at a place, counted from 0, or at the first one after it that is not forgotten. */
    public synchronized Optional<Placed> from(int place) {
        return Optional.ofNullable(happenings.ceilingEntry(place))
                .map(found -> new Placed(found.getKey(), found.getValue()));
    }

    /** Completes, on a worker thread, when every image has its terminal state. */
    public Uni<PromptSnapshot> ended() {
        return Uni.createFrom()
                .<Boolean>emitter(this::awaitEnd)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(ended -> snapshot());
    }

    private void awaitEnd(UniEmitter<? super Boolean> emitter) {
        synchronized (this) {
            if (!hasEnded()) {
                waitingForEnd.add(emitter);
                emitter.onTermination(() -> forget(emitter));
                return;
            }
        }
        emitter.complete(true);
    }

    /** Completes, on a worker thread, when something has happened at a place or after it, or more of the prompt is known. */
    public Uni<Boolean> beyond(int place) {
        return Uni.createFrom()
                .<Boolean>emitter(emitter -> await(place, emitter))
                .emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private void await(int from, UniEmitter<? super Boolean> emitter) {
        synchronized (this) {
            if (happenings.isEmpty() || happenings.lastKey() < from) {
                waiting.add(emitter);
                emitter.onTermination(() -> forget(emitter));
                return;
            }
        }
        emitter.complete(true);
    }

    private synchronized void forget(UniEmitter<? super Boolean> emitter) {
        waiting.remove(emitter);
        waitingForEnd.remove(emitter);
    }

    private void wake() {
        var woken = new ArrayList<>(waiting);
        waiting.clear();
        if (hasEnded()) {
            woken.addAll(waitingForEnd);
            waitingForEnd.clear();
        }
        woken.forEach(emitter -> emitter.complete(true));
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
        happenings.values().removeIf(happening -> happening instanceof Happening.Step step && !isLast(step));
        happenings.replaceAll(
                (place, happening) -> happening instanceof Happening.Step step ? step.withoutPreview() : happening);
        images.replaceAll((index, image) -> image.withoutPreview());
        stepBytes = 0;
    }

    private boolean isLast(Happening.Step step) {
        var last = image(step.index()).lastStep();
        return last != null && last.offset() == step.offset();
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

    private static @Nullable String dataUrl(ImageProgress progress) {
        var preview = progress.preview();
        return preview == null
                ? null
                : "data:" + progress.previewType() + ";base64,"
                        + Base64.getEncoder().encodeToString(preview);
    }
}
