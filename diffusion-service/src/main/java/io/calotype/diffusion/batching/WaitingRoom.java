package io.calotype.diffusion.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Images that wait for a place in the running set, higher priority first; the only thread-safe part of the batcher. */
final class WaitingRoom {

    private final PriorityQueue<RunningImage> waiting = new PriorityQueue<>(RunningImage::byTurn);
    private long arrivals;
    private boolean closed;

    /** Adds an image; returns false once closed. */
    synchronized boolean enter(RunningImage image) {
        if (closed) {
            return false;
        }
        image.arrive(arrivals++);
        waiting.add(image);
        notifyAll();
        return true;
    }

    /** The next image, or null if none waits. */
    synchronized @Nullable RunningImage next() {
        return waiting.poll();
    }

    /** Blocks until an image waits; returns false once closed. */
    synchronized boolean awaitEntry() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    /** Takes no more images; returns those that still waited. */
    synchronized List<RunningImage> close() {
        closed = true;
        var all = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return all;
    }
}
