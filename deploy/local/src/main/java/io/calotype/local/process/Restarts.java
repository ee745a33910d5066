package io.calotype.local.process;

import java.time.Duration;

/**
 * When to restart a service that died.
 *
 * <p>One that was ready restarts at once; one that dies before it is ready waits longer each time, and is not restarted after
 * the fifth death in a row: an image can crash it three times before it is failed.
 */
final class Restarts {

    private static final int GIVE_UP_AFTER = 5;
    private static final int LONGEST = 2; // times that the pause grows
    private static final Duration FIRST = Duration.ofMillis(200);

    private int deathsInARow;

    /** Records a death; it counts only if the service had not been ready. */
    void died(boolean wasReady) {
        deathsInARow = wasReady ? 1 : deathsInARow + 1;
    }

    boolean givesUp() {
        return deathsInARow >= GIVE_UP_AFTER;
    }

    /** How long to wait now: 0.2, 0.8 and from then on 3.2 seconds. */
    Duration pause() {
        return FIRST.multipliedBy(1L << (2 * Math.min(LONGEST, Math.max(0, deathsInARow - 1))));
    }
}
