package io.calotype.encoder.policy;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether the policy service is asked at all: after some questions in a row without an answer only one is sent every few seconds. */
final class Outage {

    static final int AFTER = 5;
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private int inARow;
    private long lastFailure;
    private long next;

    Outage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Returns whether the service is to be asked; while it does not answer that is true for one caller in each pause. */
    synchronized boolean mayAsk() {
        long now = nanoTime.getAsLong();
        if (inARow < AFTER) {
            return true;
        }
        if (now - next < 0) {
            return false;
        }
        next = now + PAUSE.toNanos();
        return true;
    }

    /** The time, as {@link #failed} takes it. */
    long now() {
        return nanoTime.getAsLong();
    }

    /**
     * Takes note of a question without an answer; returns whether the outage begins with it. Questions that were open at the same time
     * count once: they may have met a single pause of the service.
     *
     * @param began when it was asked
     */
    synchronized boolean failed(long began) {
        long now = nanoTime.getAsLong();
        next = now + PAUSE.toNanos();
        if (inARow > 0 && began - lastFailure < 0) {
            return false;
        }
        lastFailure = now;
        return ++inARow == AFTER;
    }

    /** Takes note of an answer; returns whether an outage ends with it. */
    synchronized boolean answered() {
        boolean ends = inARow >= AFTER;
        inARow = 0;
        return ends;
    }
}
