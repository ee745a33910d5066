package io.calotype.diffusion.checkpoint;

import io.calotype.diffusion.denoise.Denoising;

/** What earlier processes have left of an image. */
public sealed interface Kept {

    /** Nothing that can be used: the image starts at its first step. */
    record Nothing() implements Kept {}

    /** The image as far as it was denoised. */
    record Underway(Denoising denoising) implements Kept {}

    /** The image was denoised to the end, and its latents were sent on. */
    record Denoised() implements Kept {}
}
