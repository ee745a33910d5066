package io.calotype.diffusion.denoise;

import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.Trajectory;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One image while it is denoised: its way, the rule it follows and what guides it.
 *
 * @param prompt what the picture shall show
 * @param negative what it shall not show; null where guidance is off, and then the image takes one row of a call, not two
 * @param guidance how far the prediction is pushed from the negative prompt's towards the prompt's
 * @param inpainting what of a picture is kept; null where nothing is
 * @param key with whom it can share a call
 */
public record Denoising(
        Scheduler scheduler,
        Trajectory trajectory,
        PromptEmbedding prompt,
        @Nullable PromptEmbedding negative,
        Guidance guidance,
        @Nullable Inpainting inpainting,
        BatchKey key) {

    /** Rows it takes in a model call: 1, or 2 with guidance. */
    public int rows() {
        return negative == null ? 1 : 2;
    }

    /** Advances by one step, given the model's prediction after guidance; allocates nothing. */
    void step(FloatBuffer prediction) {
        scheduler.step(trajectory, prediction);
        if (inpainting != null) {
            inpainting.keepPicture(scheduler, trajectory);
        }
    }

    /** Whether all its steps are done. */
    public boolean done() {
        return trajectory.done();
    }

    /** The first of its latents that is NaN or infinite, by index. */
    public Optional<Integer> firstNotFinite() {
        var latents = trajectory.latents();
        for (int i = 0; i < latents.length; i++) {
            if (!Float.isFinite(latents[i])) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
