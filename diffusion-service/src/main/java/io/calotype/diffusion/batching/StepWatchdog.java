package io.calotype.diffusion.batching;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a denoising step that does not end, such as a model call that hangs in native code.
 *
 * <p>A step hangs once it takes longer than a timeout and longer than a multiple of the usual step. One thread runs steps; any
 * thread may ask.
 */
public final class StepWatchdog {

    private static final int WEIGHT = 8; // each step moves the usual duration by an eighth

    private final long timeoutNanos;
    private final int factor;
    private final LongSupplier nanoTime;
    private volatile @Nullable Long startedNanos; // null between two steps
    private volatile long usualNanos;

    /**
     * Watches steps.
     *
     * @param timeout a shorter step never hangs
     * @param factor nor does one that takes no longer than so many usual steps
     */
    public StepWatchdog(Duration timeout, int factor) {
        this(timeout, factor, System::nanoTime);
    }

    StepWatchdog(Duration timeout, int factor, LongSupplier nanoTime) {
        this.timeoutNanos = timeout.toNanos();
        this.factor = factor;
        this.nanoTime = nanoTime;
    }

    /** Runs a step. */
    void watch(Runnable step) {
        long started = nanoTime.getAsLong();
        startedNanos = started;
        try {
            step.run();
        } finally {
            startedNanos = null;
            long taken = nanoTime.getAsLong() - started;
            long usual = usualNanos;
            usualNanos = usual == 0 ? taken : usual + (taken - usual) / WEIGHT;
        }
    }

    /** Returns how long the running step has taken, zero between two steps. */
    public Duration elapsed() {
        var started = startedNanos;
        return started == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - started);
    }

    /** Tells whether the running step hangs. */
    public boolean hangs() {
        return elapsed().toNanos() > Math.max(timeoutNanos, factor * usualNanos);
    }
}
