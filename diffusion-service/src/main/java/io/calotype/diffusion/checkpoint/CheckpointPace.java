package io.calotype.diffusion.checkpoint;

import java.time.Duration;

/** Decides after which steps a trajectory is kept: after a time or a number of steps, whichever comes first. */
final class CheckpointPace {

    private final long intervalNanos;
    private final int steps;
    private long lastNanos;
    private int lastStep;

    /**
     * A pace that starts now.
     *
     * @param interval zero for no limit of time
     * @param steps {@link Integer#MAX_VALUE} for no limit of steps
     * @param step that the image has reached
     */
    CheckpointPace(Duration interval, int steps, int step, long nanoTime) {
        this.intervalNanos = interval.isZero() ? Long.MAX_VALUE : interval.toNanos();
        this.steps = steps;
        this.lastStep = step;
        this.lastNanos = nanoTime;
    }

    boolean isDue(int step, long nanoTime) {
        return step - lastStep >= steps || nanoTime - lastNanos >= intervalNanos;
    }

    /** Starts anew. */
    void restart(int step, long nanoTime) {
        lastStep = step;
        lastNanos = nanoTime;
    }
}
