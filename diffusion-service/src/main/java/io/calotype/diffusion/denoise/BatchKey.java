package io.calotype.diffusion.denoise;

import io.calotype.contracts.tensor.Shape;

/**
 * What images must have in common to share a model call.
 *
 * @param latents shape of one image's latents, [C, h, w]
 * @param tokens length of the prompt's token states
 */
public record BatchKey(Shape latents, int tokens) {}
