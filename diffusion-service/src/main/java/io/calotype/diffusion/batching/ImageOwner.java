package io.calotype.diffusion.batching;

import io.opentelemetry.context.Context;

/**
 * The owner of one image in the batcher, which can cancel it and is notified of its progress.
 *
 * <p>Called by the denoising thread, so it must return quickly. The last call is exactly one of finished, failed, cancelled,
 * left, withdrawn and givenBack.
 */
public interface ImageOwner {

    /** The trace that the image belongs to. */
    default Context trace() {
        return Context.root();
    }

    /** Whether to continue; called before every step, so it must be fast. */
    boolean isWanted();

    /** Whether the image is to leave before its next step, so that another process goes on with it; called as {@link #isWanted}. */
    boolean isLeaving();

    /** The image was taken into the running set. */
    void started();

    /** The image has advanced by a step; its trajectory may be read until this returns. */
    void stepped();

    /** The image's trajectory is done and belongs to the owner from now on. */
    void finished();

    /** The image cannot be made. */
    void failed(RuntimeException cause);

    /** The image left because it was cancelled. */
    void cancelled();

    /** The image left between two steps, as {@link #isLeaving} said; its trajectory may be read until this returns. */
    void left();

    /** The image makes way for another, and waits. */
    default void madeWay() {}

    /** The image that had made way goes on, from the same step. */
    default void goesOn() {}

    /** The service stops while the image waits that had made way; its trajectory may be read until this returns. */
    default void withdrawn() {
        givenBack();
    }

    /** The service stops, and what the image's trajectory has come to is not known; another process must make the image. */
    void givenBack();
}
