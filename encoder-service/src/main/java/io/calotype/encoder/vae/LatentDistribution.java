package io.calotype.encoder.vae;

import io.calotype.contracts.tensor.Tensor;

/**
 * What latents a picture may have, as the denoiser knows latents: a normal distribution for each of their elements.
 *
 * @param mean F32 {@code [C, h, w]}
 * @param std standard deviations, F32 {@code [C, h, w]}
 */
public record LatentDistribution(Tensor mean, Tensor std) {}
