package io.calotype.gateway.book;

import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.PromptDecision;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.contracts.event.StoredImage;
import io.calotype.contracts.owner.Owners;
import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.config.GatewayConfig;
import io.calotype.gateway.model.PromptWork;
import io.calotype.messaging.decision.Authority;
import io.calotype.messaging.decision.PausedPrompts;
import io.calotype.messaging.tenant.Backlogs;
import io.calotype.messaging.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The newest prompts and what became of them, in bounded memory.
 *
 * <p>Records of the topics may come in any order and more than once. When steps take too many bytes, those of the oldest prompts
 * are forgotten; when prompts do, the oldest finished ones are, then those of other producers that nobody asked for here. A
 * prompt that was accepted over HTTP is never forgotten before its end: when there is no room left, {@link #isFull} says so.
 */
@ApplicationScoped
public class PromptBook {

    private static final int MOST_PAUSED = 10_000;

    private final BookLimits limits;
    private final Backlogs backlogs;
    private final PromptWork work;
    private final Map<String, PromptEntry> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Place, PromptEntry> byAge = new ConcurrentSkipListMap<>();
    private final TreeMap<Place, PromptEntry> withSteps = new TreeMap<>();
    private final TreeMap<Place, PromptEntry> finished = new TreeMap<>();
    private final TreeMap<Place, PromptEntry> unfinished = new TreeMap<>(); // but for those known to be promised
    private final Forgotten forgotten = new Forgotten();
    private final PausedPrompts paused; // of prompts that are known here or not
    private long bytes;
    private long finishedBytes;
    private long stepBytes;

    @Inject
    PromptBook(GatewayConfig config, Owners owners, Tenants tenants, PromptWork work) {
        this(
                new BookLimits(config.rememberedPrompts(), config.rememberedBytes(), config.rememberedPreviewBytes()),
                owners,
                new Backlogs(tenants),
                work);
    }

    PromptBook(BookLimits limits, Owners owners, Backlogs backlogs, PromptWork work) {
        this.limits = limits;
        this.backlogs = backlogs;
        this.work = work;
        this.paused = new PausedPrompts(MOST_PAUSED, new Authority(owners, ignored -> {}));
    }

    /** What is known of a prompt, which is kept until its end from now on. */
    public Optional<PromptEntry> find(String promptId) {
        return Optional.ofNullable(entries.get(promptId)).filter(PromptEntry::promise);
    }

    /** A picture that is stored. */
    public Optional<StoredImage> picture(ImageId id) {
        return find(id.promptId()).flatMap(entry -> entry.snapshot().images().stream()
                .filter(image -> image.index() == id.index())
                .findFirst()
                .flatMap(ImageSnapshot::outcome)
                .filter(StoredImage.class::isInstance)
                .map(StoredImage.class::cast));
    }

    /** The prompts as they are now, the newest first; prompts that come and go meanwhile may or may not be among them. */
    public Stream<PromptSnapshot> newestFirst() {
        return byAge.descendingMap().values().stream().map(PromptEntry::snapshot);
    }

    /** When the oldest prompt that has not ended came in; empty if all have. */
    Optional<Instant> oldestOpen() {
        return byAge.values().stream()
                .filter(prompt -> !prompt.hasEnded())
                .findFirst()
                .map(PromptEntry::createdAt);
    }

    /** Tells whether prompts that have not ended take all the room there is for them. */
    public synchronized boolean isFull() {
        return bytes - finishedBytes >= limits.unfinishedBytes();
    }

    /**
     * Reserves room for a prompt among what waits of its tenant, until it is accepted.
     *
     * @return why there is none, if there is not
     */
    public Optional<String> reserve(PromptRequested prompt) {
        return backlogs.enter(prompt.origin().source(), workOf(prompt));
    }

    /** Gives a reserved room back. */
    public void release(PromptRequested prompt) {
        backlogs.add(prompt.origin().source(), -1, -workOf(prompt));
    }

    private long workOf(PromptRequested prompt) {
        return prompt.parameters().output().n() * work.ofImage(prompt.parameters());
    }

    /** Notes a prompt that a client here was promised, written at that time, and returns what is known of it. */
    public synchronized PromptEntry accepted(PromptRequested event, Instant at) {
        var id = event.origin().promptId();
        forgotten.remove(id);
        var known = entries.get(id);
        var entry = known == null ? new PromptEntry(id, at) : known;
        change(entry, prompt -> {
            prompt.requested(event, at, work.ofImage(event.parameters()));
            prompt.promise();
        });
        return entry;
    }

    /** Notes a prompt event, written at that time. */
    public synchronized void requested(PromptRequested event, Instant at) {
        note(event.origin().promptId(), at, prompt -> {
            prompt.requested(event, at, work.ofImage(event.parameters()));
            if (Owners.isGateway(event.origin().source())) {
                prompt.promise();
            }
        });
    }

    /** Records an image's progress from the record at an offset of its partition. */
    public synchronized void progressed(ImageProgress progress, long offset, Instant at) {
        note(progress.id().promptId(), at, prompt -> prompt.progressed(progress, offset));
    }

    /** Notes the terminal state of an image. */
    public synchronized void ended(ImageOutcome outcome, Instant at) {
        var id = outcome.id().promptId();
        if (!note(id, at, prompt -> prompt.ended(outcome))) {
            // Its prompt may be read later, and would wait for this end.
            forgotten.add(new Place(at, id));
        }
    }

    /** Notes that a request got a conflict instead of an end; an image that has ended keeps its end. */
    public synchronized void conflicted(ImageOutcome outcome, String eventId) {
        find(outcome.id().promptId()).ifPresent(known -> change(known, prompt -> prompt.conflicted(outcome, eventId)));
    }

    /** Notes what was decided about a prompt, which need not be known here, or not yet. */
    public synchronized void decided(PromptDecision decision) {
        var id = decision.promptId();
        paused.apply(decision);
        var known = entries.get(id);
        if (known != null) {
            known.paused(paused.of(id, known.owner()));
        }
    }

    /** Tells whether there is room for it. */
    private boolean note(String promptId, Instant at, Consumer<PromptEntry> change) {
        var known = entries.get(promptId);
        if (known == null && (isFull() || forgotten.contains(new Place(at, promptId)))) {
            return false;
        }
        change(known == null ? new PromptEntry(promptId, at) : known, change);
        return true;
    }

    private void change(PromptEntry entry, Consumer<PromptEntry> change) {
        var before = place(entry);
        if (entries.putIfAbsent(entry.id(), entry) != null) {
            count(entry, -1);
        }
        change.accept(entry);
        entry.paused(paused.of(entry.id(), entry.owner()));
        count(entry, 1);
        var place = place(entry);
        if (!place.equals(before)) {
            List.of(byAge, withSteps, finished, unfinished).forEach(index -> index.remove(before));
        }
        byAge.put(place, entry);
        sort(place, entry);
        makeRoom();
    }

    private void count(PromptEntry entry, int sign) {
        bytes += sign * entry.ownBytes();
        finishedBytes += entry.hasEnded() ? sign * entry.ownBytes() : 0;
        stepBytes += sign * entry.stepBytes();
        backlogs.add(entry.owner(), entry.isOpen() ? sign : 0, sign * entry.openWork());
    }

    private void sort(Place place, PromptEntry entry) {
        (entry.hasEnded() ? unfinished : finished).remove(place);
        (entry.hasEnded() ? finished : unfinished).put(place, entry);
        if (entry.stepBytes() > 0) {
            withSteps.put(place, entry);
        }
    }

    private void makeRoom() {
        while (stepBytes > limits.stepBytes()) {
            var oldest = withSteps.pollFirstEntry().getValue();
            stepBytes -= oldest.stepBytes();
            oldest.compact();
        }
        while (!finished.isEmpty() && (finished.size() > limits.prompts() || bytes > limits.bytes())) {
            forget(finished.firstEntry().getValue());
        }
        while (!unfinished.isEmpty() && bytes > limits.bytes()) {
            forget(unfinished.pollFirstEntry().getValue());
        }
    }

    private void forget(PromptEntry entry) {
        if (entry.forget()) {
            var place = place(entry);
            List.of(byAge, withSteps, finished, unfinished).forEach(index -> index.remove(place));
            entries.remove(entry.id());
            forgotten.add(place);
            count(entry, -1);
        }
    }

    private static Place place(PromptEntry entry) {
        return new Place(entry.createdAt(), entry.id());
    }
}
