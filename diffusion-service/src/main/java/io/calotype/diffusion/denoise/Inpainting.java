package io.calotype.diffusion.denoise;

import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.Trajectory;

/**
 * Keeps the unmasked part of a picture: after every step its latents are replaced by the picture's own, with as much of the
 * initial noise as is left.
 *
 * <p>Source: diffusers' {@code StableDiffusionInpaintPipeline} with a model of as many channels as latents have.
 */
public final class Inpainting {

    private final float[] mask; // [h, w], 1 where the picture is repainted
    private final float[] picture; // [C, h, w]
    private final float[] noise; // [C, h, w]
    private final float[] kept; // [C, h, w], reused

    /**
     * Takes ownership of the arrays.
     *
     * @param mask {@code [h, w]}, 1 where the picture is repainted, 0 where it is kept
     * @param picture its latents {@code [C, h, w]}
     * @param noise the image's initial noise, of standard deviation 1, {@code [C, h, w]}
     */
    public Inpainting(float[] mask, float[] picture, float[] noise) {
        this.mask = mask;
        this.picture = picture;
        this.noise = noise;
        kept = new float[picture.length];
    }

    void keepPicture(Scheduler scheduler, Trajectory way) {
        scheduler.addNoise(way, picture, noise, kept);
        float[] latents = way.latents();
        for (int from = 0; from < latents.length; from += mask.length) {
            for (int i = 0; i < mask.length; i++) {
                int at = from + i;
                latents[at] = (1 - mask[i]) * kept[at] + mask[i] * latents[at];
            }
        }
    }
}
