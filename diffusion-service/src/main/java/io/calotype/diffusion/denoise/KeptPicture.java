package io.calotype.diffusion.denoise;

import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.Trajectory;
import java.nio.FloatBuffer;

/**
 * Keeps the unmasked part of a picture: after every step its latents are replaced by the picture's own, with as much of the
 * initial noise as is left.
 *
 * <p>Source: diffusers' {@code StableDiffusionInpaintPipeline} with a model of as many channels as latents have.
 */
public final class KeptPicture implements Inpainting {

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
    public KeptPicture(float[] mask, float[] picture, float[] noise) {
        this.mask = mask;
        this.picture = picture;
        this.noise = noise;
        kept = new float[picture.length];
    }

    /** The model takes nothing but the latents. */
    @Override
    public void putBeside(FloatBuffer sample, int latents) {}

    @Override
    public void afterStep(Scheduler scheduler, Trajectory image) {
        scheduler.addNoise(image, picture, noise, kept);
        float[] latents = image.latents();
        for (int from = 0; from < latents.length; from += mask.length) {
            for (int i = 0; i < mask.length; i++) {
                int at = from + i;
                latents[at] = (1 - mask[i]) * kept[at] + mask[i] * latents[at];
            }
        }
    }
}
