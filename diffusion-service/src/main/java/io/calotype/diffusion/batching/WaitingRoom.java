package io.calotype.diffusion.batching;

import java.util.ArrayList;
import java.util.List;

/** Where images come in, to wait for a place in the running set; the only thread-safe part of the batcher. */
final class WaitingRoom {

    private final List<RunningImage> entered = new ArrayList<>();
    private long arrivals;
    private boolean closed;

    /** Adds an image; returns false once closed. */
    synchronized boolean enter(RunningImage image) {
        if (closed) {
            return false;
        }
        image.arrive(arrivals++);
        image.waits(System.nanoTime());
        entered.add(image);
        notifyAll();
        return true;
    }

    /** Moves those that came in to a list of the denoising thread. */
    synchronized void drainTo(List<RunningImage> waiting) {
        if (!entered.isEmpty()) {
            waiting.addAll(entered);
            entered.clear();
        }
    }

    /** Blocks until an image comes in; returns false once closed. */
    synchronized boolean awaitEntry() throws InterruptedException {
        while (entered.isEmpty() && !closed) {
            wait();
        }
        return !closed;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Takes no more images; returns those that had come in. */
    synchronized List<RunningImage> close() {
        closed = true;
        var all = List.copyOf(entered);
        entered.clear();
        notifyAll();
        return all;
    }
}
