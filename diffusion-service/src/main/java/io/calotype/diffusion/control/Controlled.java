package io.calotype.diffusion.control;

import io.calotype.contracts.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * The rows that one image has in a call of the denoiser, for its control models.
 *
 * @param controls those that count in this call
 * @param row its first in the call
 * @param rows 1, or 2 if that of its guidance is in the same call
 * @param latents [C, h, w]
 * @param tokens of its text
 * @param timestep as the denoiser takes it
 * @param inputs what the denoiser is given for its rows, one behind the other, by the names that control models have for it
 */
public record Controlled(
        List<ImageControl> controls,
        int row,
        int rows,
        Shape latents,
        long tokens,
        float timestep,
        Map<String, FloatBuffer> inputs) {}
