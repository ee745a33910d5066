package io.calotype.gateway.book;

import io.calotype.contracts.event.ImageOutcome;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.event.PromptRequested;
import io.calotype.gateway.config.GatewayConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The newest prompts and what became of them.
 *
 * <p>Records of the topics may come in any order and more than once. When there are too many prompts, the oldest finished one
 * is forgotten first; when there are too many bytes of previews, the oldest previews are.
 */
@ApplicationScoped
public class PromptBook {

    /** A prompt's place in time. */
    private record Place(Instant at, String id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::at).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final int limit;
    private final long previewLimit;
    private final Map<String, PromptEntry> entries = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Place, PromptEntry> byAge = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Place, PromptEntry> withPreviews = new ConcurrentSkipListMap<>();
    private long previewBytes;

    @Inject
    PromptBook(GatewayConfig config) {
        this(config.rememberedPrompts(), config.rememberedPreviewBytes());
    }

    PromptBook(int limit, long previewLimit) {
        this.limit = limit;
        this.previewLimit = previewLimit;
    }

    /** What is known of a prompt. */
    public Optional<PromptEntry> find(String promptId) {
        return Optional.ofNullable(entries.get(promptId));
    }

    /** The prompts as they are now, the newest first; prompts that come and go meanwhile may or may not be among them. */
    public Stream<PromptSnapshot> newestFirst() {
        return byAge.descendingMap().values().stream().map(PromptEntry::snapshot);
    }

    /** Notes a prompt event, written at that time, and returns what is known of the prompt. */
    public synchronized PromptEntry requested(PromptRequested event, Instant at) {
        return change(event.origin().promptId(), at, entry -> entry.requested(event, at));
    }

    /** Records an image's progress from the record at an offset of its partition. */
    public synchronized void progressed(ImageProgress progress, long offset, Instant at) {
        change(progress.id().promptId(), at, entry -> entry.progressed(progress, offset));
    }

    /** Notes the terminal state of an image. */
    public synchronized void ended(ImageOutcome outcome, Instant at) {
        change(outcome.id().promptId(), at, entry -> entry.ended(outcome));
    }

    private PromptEntry change(String promptId, Instant at, Consumer<PromptEntry> change) {
        var known = entries.get(promptId);
        var entry = known == null ? new PromptEntry(promptId, at) : known;
        if (known == null && isTooOld(at)) {
            return entry;
        }
        var before = place(entry);
        long bytesBefore = entry.previewBytes();
        change.accept(entry);
        entries.put(promptId, entry);
        keep(entry, before);
        long more = entry.previewBytes() - bytesBefore;
        if (more > 0) {
            previewBytes += more;
            withPreviews.put(place(entry), entry);
        }
        forgetTheOldest();
        return entry;
    }

    /** A prompt that would be forgotten at once is not taken in. */
    private boolean isTooOld(Instant at) {
        return entries.size() >= limit && at.isBefore(byAge.firstKey().at());
    }

    private void keep(PromptEntry entry, Place before) {
        var place = place(entry);
        if (!place.equals(before)) {
            byAge.remove(before);
            if (withPreviews.remove(before) != null) {
                withPreviews.put(place, entry);
            }
        }
        byAge.put(place, entry);
    }

    private void forgetTheOldest() {
        while (entries.size() > limit) {
            var oldest = byAge.values().stream()
                    .filter(PromptEntry::hasEnded)
                    .findFirst()
                    .orElseGet(() -> byAge.firstEntry().getValue());
            forget(oldest);
        }
        while (previewBytes > previewLimit) {
            previewBytes -= withPreviews.pollFirstEntry().getValue().forgetPreviews();
        }
    }

    private void forget(PromptEntry entry) {
        var place = place(entry);
        entries.remove(entry.id());
        byAge.remove(place);
        if (withPreviews.remove(place) != null) {
            previewBytes -= entry.previewBytes();
        }
    }

    private static Place place(PromptEntry entry) {
        return new Place(entry.createdAt(), entry.id());
    }
}
