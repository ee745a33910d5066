package io.calotype.diffusion.batching;

/**
 * Who wants one image: is asked whether it is still wanted and learns what becomes of it.
 *
 * <p>Called by the denoising thread, which it must not hold up. The last call is one of finished, failed, cancelled and
 * givenBack, and only one.
 */
public interface ImageOwner {

    /** Whether to go on; asked before every step, so the answer must be quick. */
    boolean isWanted();

    /** The image was taken into the running set. */
    void started();

    /** The image is one step further; its trajectory may be read until this returns. */
    void stepped();

    /** The image's trajectory is done and belongs to the owner from now on. */
    void finished();

    /** The image cannot be made. */
    void failed(RuntimeException cause);

    /** The image left because it was no longer wanted. */
    void cancelled();

    /** The service stops; somebody else must make the image. */
    void givenBack();
}
