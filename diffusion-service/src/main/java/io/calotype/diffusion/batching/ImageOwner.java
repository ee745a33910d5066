package io.calotype.diffusion.batching;

/**
 * The owner of one image in the batcher, which can cancel it and is notified of its progress.
 *
 * <p>Called by the denoising thread, so it must return quickly. The last call is exactly one of finished, failed, cancelled
 * and givenBack.
 */
public interface ImageOwner {

    /** Whether to continue; called before every step, so it must be fast. */
    boolean isWanted();

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

    /** The service stops; another process must make the image. */
    void givenBack();
}
