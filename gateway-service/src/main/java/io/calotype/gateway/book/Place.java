package io.calotype.gateway.book;

import java.time.Instant;
import java.util.Comparator;

/** A prompt's place in time. */
record Place(Instant at, String id) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::at).thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
