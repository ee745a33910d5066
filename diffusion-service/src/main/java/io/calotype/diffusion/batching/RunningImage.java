package io.calotype.diffusion.batching;

import io.calotype.diffusion.denoise.Denoising;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** An image in the batcher, waiting or running. */
public final class RunningImage {

    private final int priority;
    private final Share share;
    private final Denoising denoising;
    private final ImageOwner owner;
    private @Nullable Account account;
    private long arrival;
    private long waitsSince;
    private long lastTick;
    private int rank;
    private boolean begun;
    private boolean failed;

    /**
     * An image to be denoised.
     *
     * @param priority 0 to 9, higher first
     */
    public RunningImage(int priority, Share share, Denoising denoising, ImageOwner owner) {
        this.priority = priority;
        this.share = share;
        this.denoising = denoising;
        this.owner = owner;
    }

    /** An image of the one tenant that there is. */
    public RunningImage(int priority, Denoising denoising, ImageOwner owner) {
        this(priority, Share.ONE, denoising, owner);
    }

    Denoising denoising() {
        return denoising;
    }

    ImageOwner owner() {
        return owner;
    }

    int priority() {
        return priority;
    }

    Share share() {
        return share;
    }

    @Nullable
    Account account() {
        return account;
    }

    void accountIs(Account known) {
        account = known;
    }

    /** Its turn among images of the same rank. */
    long arrival() {
        return arrival;
    }

    /** Sets its turn, when it first waits. */
    void arrive(long turn) {
        arrival = turn;
    }

    /** When it began to wait, in nanoseconds of the process. */
    long waitsSince() {
        return waitsSince;
    }

    void waits(long now) {
        waitsSince = now;
    }

    /** Its rank when it joined the running set. */
    int rank() {
        return rank;
    }

    void joins(int withRank) {
        rank = withRank;
    }

    /** Tells whether it has been in the running set, perhaps until it made way. */
    boolean hasBegun() {
        return begun;
    }

    void begin() {
        begun = true;
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

    void fail(RuntimeException cause) {
        failed = true;
        owner.failed(cause);
    }
}
