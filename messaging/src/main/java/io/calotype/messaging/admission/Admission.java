package io.calotype.messaging.admission;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A semaphore that is fair and does not block threads.
 *
 * <p>Once closed it grants no more places; waiting callers never complete, which stops a channel from taking more records.
 */
public final class Admission {

    private record Waiting(Place place, int wanted, CompletableFuture<Place> admitted) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final int places;
    private int taken;
    private boolean closed;

    /** Grants at most that many places at a time, at least 1. */
    public Admission(int places) {
        if (places < 1) {
            throw new IllegalArgumentException("there must be at least 1 place, not " + places);
        }
        this.places = places;
    }

    /** A granted place, or all of them. */
    public final class Place {
        private int held;

        private Place() {}

        /** Releases it to the longest-waiting caller; further calls do nothing. */
        public void leave() {
            release(this);
            admitNext();
        }

        /** Takes one again after it was left; completes when there is one. */
        public CompletionStage<Place> back() {
            return enter(this, 1);
        }

        /** Exchanges it for all places; completes when nothing else runs, at once if it has all of them. */
        public CompletionStage<Place> alone() {
            if (isAlone(this)) {
                return CompletableFuture.completedFuture(this);
            }
            leave();
            return enter(this, places);
        }
    }

    /** Completes with a place when one is free. */
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

    /** Grants no more places. */
    public synchronized void close() {
        closed = true;
    }

    /** Waits until every place is released, at most {@code millis}; returns whether that happened. */
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
