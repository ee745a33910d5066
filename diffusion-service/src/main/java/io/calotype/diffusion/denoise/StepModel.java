package io.calotype.diffusion.denoise;

import java.util.List;

/** Takes images one step further in a single model call. */
@FunctionalInterface
public interface StepModel {

    /** Advances every image by one step; all have the same {@link Denoising#key} and none is done. */
    void step(List<Denoising> images);
}
