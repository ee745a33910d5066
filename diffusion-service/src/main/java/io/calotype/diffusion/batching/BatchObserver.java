package io.calotype.diffusion.batching;

import java.util.List;

/** Observes the batcher, for metrics and traces; called by the denoising thread. */
@FunctionalInterface
public interface BatchObserver {

    /**
     * A model call was made.
     *
     * @param images those that shared it; the list changes after the call
     * @param rows how many rows they took
     * @param nanos how long the step took
     */
    void called(List<RunningImage> images, int rows, long nanos);
}
