package io.calotype.diffusion.batching;

/** Observes the batcher, for metrics; called by the denoising thread. */
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
