package io.calotype.diffusion.batching;

import io.calotype.diffusion.denoise.Denoising;
import io.opentelemetry.context.Context;

/** An image in the batcher, waiting or running. */
public final class RunningImage {

    private final int priority;
    private final Denoising denoising;
    private final ImageOwner owner;
    private long arrival;
    private long lastTick;
    private boolean failed;

    /**
     * An image to be denoised.
     *
     * @param priority 0 to 9, higher first
     */
    public RunningImage(int priority, Denoising denoising, ImageOwner owner) {
        this.priority = priority;
        this.denoising = denoising;
        this.owner = owner;
    }

    Denoising denoising() {
        return denoising;
    }

    ImageOwner owner() {
        return owner;
    }

    /** Sets its turn among images of the same priority. */
    void arrive(long turn) {
        arrival = turn;
    }

    /** The trace that the image belongs to. */
    public Context trace() {
        return owner.trace();
    }

    boolean isStepped(long tick) {
        return lastTick == tick;
    }

    void step(long tick) {
        lastTick = tick;
    }

    boolean hasFailed() {
        return failed;
    }

    void fail() {
        failed = true;
    }

    /** Higher priority first, then first come, first served. */
    static int byTurn(RunningImage one, RunningImage other) {
        return one.priority == other.priority
                ? Long.compare(one.arrival, other.arrival)
                : Integer.compare(other.priority, one.priority);
    }
}
