package io.calotype.stage.messaging;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A limited number of places, handed out in order without blocking a thread.
 *
 * <p>Once closed it hands out no place; who waits then waits for ever, which keeps a channel from taking more records.
 */
public final class Admission {

    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
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

    /** Completes when a place is taken. */
    public synchronized CompletionStage<Void> enter() {
        var place = new CompletableFuture<Void>();
        if (closed || taken == places) {
            waiting.add(place);
        } else {
            taken++;
            place.complete(null);
        }
        return place;
    }

    /** Gives a place back, to whoever waited longest. */
    public void leave() {
        CompletableFuture<Void> next;
        synchronized (this) {
            next = closed ? null : waiting.poll();
            if (next == null) {
                taken--;
                notifyAll();
            }
        }
        if (next != null) {
            next.complete(null);
        }
    }

    /** Hands out no more places. */
    synchronized void close() {
        closed = true;
    }

    /** Waits until every place was given back, at most {@code millis}; says whether that came about. */
    synchronized boolean awaitEmpty(long millis) throws InterruptedException {
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

    synchronized int taken() {
        return taken;
    }
}
