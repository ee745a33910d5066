package io.calotype.encoder.policy;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether the policy service is asked at all: after some questions in a row without an answer only one is sent every few seconds. */
final class Outage {

    static final int AFTER = 5;
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private int inARow;
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

    /** Takes note of a question without an answer; returns whether the outage begins with it. */
    synchronized boolean failed() {
        next = nanoTime.getAsLong() + PAUSE.toNanos();
        return ++inARow == AFTER;
    }

    /** Takes note of an answer; returns whether an outage ends with it. */
    synchronized boolean answered() {
        boolean ends = inARow >= AFTER;
        inARow = 0;
        return ends;
    }
}
