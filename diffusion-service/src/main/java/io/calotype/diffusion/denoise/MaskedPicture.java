package io.calotype.diffusion.denoise;

import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.Trajectory;
import java.nio.FloatBuffer;

/**
 * Shows a model that was trained to inpaint the mask and the rest of the picture, as further channels of its sample.
 *
 * <p>Source: diffusers' {@code StableDiffusionInpaintPipeline} with a model of 9 channels.
 */
public final class MaskedPicture implements Inpainting {

    private final float[] mask; // [h, w]
    private final float[] picture; // [C, h, w]

    /**
     * Takes ownership of the arrays.
     *
     * @param mask {@code [h, w]}, 1 where the picture is repainted, 0 where it is kept
     * @param picture latents of the picture whose repainted part is grey, {@code [C, h, w]}
     */
    public MaskedPicture(float[] mask, float[] picture) {
        this.mask = mask;
        this.picture = picture;
    }

    @Override
    public void putBeside(FloatBuffer sample, int latents) {
        sample.put(latents, mask).put(latents + mask.length, picture);
    }

    /** The model was trained to keep the rest by itself. */
    @Override
    public void afterStep(Scheduler scheduler, Trajectory image) {}
}
