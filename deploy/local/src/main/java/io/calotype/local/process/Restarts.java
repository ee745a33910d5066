package io.calotype.local.process;

import java.time.Duration;

/**
 * When a service that died is started again.
 *
 * <p>One that was ready comes back at once; one that dies before it is ready waits longer each time, and is given up after
 * the third death in a row.
 */
final class Restarts {

    private static final int GIVE_UP_AFTER = 3;
    private static final Duration FIRST = Duration.ofMillis(200);

    private int deathsInARow;

    /** Takes note of a death; whether it had been ready decides if it counts against the service. */
    void died(boolean wasReady) {
        deathsInARow = wasReady ? 1 : deathsInARow + 1;
    }

    boolean givesUp() {
        return deathsInARow >= GIVE_UP_AFTER;
    }

    /** How long to wait now: 0.2, 0.8 and then 3.2 seconds. */
    Duration pause() {
        return FIRST.multipliedBy(1L << (2 * Math.max(0, deathsInARow - 1)));
    }
}
