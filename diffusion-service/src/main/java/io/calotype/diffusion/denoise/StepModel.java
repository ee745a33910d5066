package io.calotype.diffusion.denoise;

import java.util.List;

/** Takes images one step further in a single model call. */
@FunctionalInterface
public interface StepModel {

    /**
     * Advances every image by one step; all have the same {@link Denoising#key} and none is done.
     *
     * @throws io.calotype.inference.onnx.OnnxException when a model fails; an image whose step has not grown is then as it was
     */
    void step(List<Denoising> images);
}
