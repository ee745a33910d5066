package io.calotype.diffusion.batching;

/** Learns what the batcher does, to count it; called by the denoising thread. */
@FunctionalInterface
public interface BatchObserver {

    /**
     * A model call was made.
     *
     * @param images how many images shared it
     * @param rows how many rows they took
     * @param nanos how long the step took
     */
    void called(int images, int rows, long nanos);
}
