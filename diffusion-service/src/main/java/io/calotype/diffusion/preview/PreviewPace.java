package io.calotype.diffusion.preview;

import java.time.Duration;

/** Decides which steps of one image get a preview: the first, the last, and between them no more often than the interval. */
public final class PreviewPace {

    private final long intervalNanos;
    private long last;
    private boolean begun;

    /** The least time between two previews. */
    public PreviewPace(Duration interval) {
        intervalNanos = interval.toNanos();
    }

    /** Whether a step done now gets a preview; if so, the interval restarts. */
    public boolean allows(boolean lastStep, long nanoTime) {
        if (begun && !lastStep && nanoTime - last < intervalNanos) {
            return false;
        }
        begun = true;
        last = nanoTime;
        return true;
    }
}
