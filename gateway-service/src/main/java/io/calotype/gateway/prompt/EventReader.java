package io.calotype.gateway.prompt;

import io.calotype.gateway.book.Happening;
import io.calotype.gateway.book.ImageSnapshot;
import io.calotype.gateway.book.PromptEntry;
import io.calotype.gateway.view.ImageView;
import io.calotype.gateway.view.ProgressView;
import io.calotype.gateway.view.PromptView;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * One reader of a prompt's events.
 *
 * <p>It holds a position and no events, so a slow reader costs no memory.
 */
final class EventReader {

    private final PromptEntry entry;
    private final Cursor cursor;
    private final Duration heartbeat;
    private boolean stateIsDue;
    private int place;
    private int pauses; // that the reader knows of

    /**
     * Begins to read.
     *
     * @param heartbeat how long to wait for something to happen before {@link StreamEvent#STILL_THERE}
     */
    EventReader(PromptEntry entry, Optional<Cursor> resumeAt, Duration heartbeat) {
        this.entry = entry;
        this.cursor = resumeAt.orElseGet(Cursor::start);
        this.stateIsDue = resumeAt.isEmpty();
        this.heartbeat = heartbeat;
    }

    /** The next event, as soon as there is one; after the one named {@link StreamEvent#END} there is none. */
    Uni<StreamEvent> next() {
        int known = pauses;
        pauses = entry.pauses();
        if (stateIsDue || pauses != known) {
            stateIsDue = false;
            return Uni.createFrom().item(new StreamEvent("state", cursor.toString(), PromptView.of(entry.snapshot())));
        }
        boolean ended = entry.hasEnded();
        for (var next = entry.from(place); next.isPresent(); next = entry.from(place)) {
            place = next.get().place() + 1;
            if (cursor.advance(next.get().happening())) {
                return Uni.createFrom().item(event(next.get().happening()));
            }
        }
        return ended
                ? Uni.createFrom().item(StreamEvent.end(cursor.toString()))
                : entry.beyond(place, pauses)
                        .ifNoItem()
                        .after(heartbeat)
                        .recoverWithItem(false)
                        .chain(more -> more ? next() : Uni.createFrom().item(StreamEvent.STILL_THERE));
    }

    private StreamEvent event(Happening happening) {
        if (happening instanceof Happening.Step step) {
            return new StreamEvent("progress", cursor.toString(), ProgressView.of(entry.id(), step));
        }
        var end = (Happening.End) happening;
        var view = ImageView.of(entry.id(), new ImageSnapshot(end.index(), null, end.outcome()));
        return new StreamEvent(view.state(), cursor.toString(), view);
    }
}
