package io.calotype.diffusion.batching;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Images that wait for a place in the running set, higher priority first; the one meeting point of threads. */
final class WaitingRoom {

    private final PriorityQueue<RunningImage> waiting = new PriorityQueue<>(RunningImage::byTurn);
    private long arrivals;
    private boolean closed;

    /** Lets an image in; false once closed. */
    synchronized boolean enter(RunningImage image) {
        if (closed) {
            return false;
        }
        image.arrive(arrivals++);
        waiting.add(image);
        notifyAll();
        return true;
    }

    /** The next image, or null if nobody waits. */
    synchronized @Nullable RunningImage next() {
        return waiting.poll();
    }

    /** Blocks until somebody waits; false once closed. */
    synchronized boolean awaitEntry() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    /** Lets nobody in any more; returns those who still waited. */
    synchronized List<RunningImage> close() {
        closed = true;
        var all = new ArrayList<>(waiting);
        waiting.clear();
        notifyAll();
        return all;
    }
}
