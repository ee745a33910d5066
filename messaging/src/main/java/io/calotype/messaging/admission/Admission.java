package io.calotype.messaging.admission;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A limited number of places, handed out in order without blocking a thread.
 *
 * <p>Once closed it hands out no place; who waits then waits for ever, which keeps a channel from taking more records.
 */
public final class Admission {

    private record Waiting(Place place, int wanted, CompletableFuture<Place> admitted) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final int places;
    private int taken;
    private boolean closed;

    /** Hands out at most that many places at a time, at least 1. */
    public Admission(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("there must be at least 1 place, not " + places);
        }
        this.places = places;
    }

    /** What was handed out: one place, or all of them. */
    public final class Place {
        private int held;

        private Place() {}

        /** Gives it back, to whoever waited longest; again is fine. */
        public void leave() {
            release(this);
            admitNext();
        }

        /** Exchanges it for all places; completes when nobody else has one, at once for who is alone already. */
        public CompletionStage<Place> alone() {
            if (isAlone(this)) {
                return CompletableFuture.completedFuture(this);
            }
            leave();
            return enter(this, places);
        }
    }

    /** Completes when a place is taken. */
    public CompletionStage<Place> enter() {
        return enter(new Place(), 1);
    }

    private CompletionStage<Place> enter(Place place, int wanted) {
        var admitted = new CompletableFuture<Place>();
        synchronized (this) {
            waiting.add(new Waiting(place, wanted, admitted));
        }
        admitNext();
        return admitted;
    }

    private void admitNext() {
        for (var next = next(); next != null; next = next()) {
            next.admitted.complete(next.place);
        }
    }

    private synchronized @Nullable Waiting next() {
        var first = waiting.peek();
        if (closed || first == null || taken + first.wanted > places) {
            return null;
        }
        taken += first.wanted;
        first.place.held = first.wanted;
        return waiting.remove();
    }

    private synchronized boolean isAlone(Place place) {
        if (closed || taken > place.held) {
            return false;
        }
        taken = places;
        place.held = places;
        return true;
    }

    private synchronized void release(Place place) {
        taken -= place.held;
        place.held = 0;
        notifyAll();
    }

    /** Hands out no more places. */
    public synchronized void close() {
        closed = true;
    }

    /** Waits until every place was given back, at most {@code millis}; says whether that came about. */
    public synchronized boolean awaitEmpty(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (taken > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** How many places are taken. */
    public synchronized int taken() {
        return taken;
    }
}
