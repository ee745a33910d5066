package io.calotype.gateway.book;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Prompts that are forgotten, or whose ends there was no room for, so that later events of theirs do not make them look unfinished.
 *
 * <p>When there are too many of these ids, the oldest go; from then on whatever was written before them counts as forgotten.
 */
final class Forgotten {

    private static final int LIMIT = 20_000;

    private final Set<String> ids = new HashSet<>();
    private final Queue<Place> inOrder = new ArrayDeque<>();
    private Instant horizon = Instant.MIN;

    void remove(String id) {
        ids.remove(id);
    }

    void add(Place place) {
        if (ids.add(place.id())) {
            inOrder.add(place);
        }
        if (inOrder.size() > LIMIT) {
            var oldest = inOrder.remove();
            ids.remove(oldest.id());
            horizon = oldest.at().isAfter(horizon) ? oldest.at() : horizon;
        }
    }

    boolean contains(Place place) {
        return ids.contains(place.id()) || place.at().isBefore(horizon);
    }
}
