package io.calotype.diffusion.denoise;

import io.calotype.diffusion.control.ImageControl;
import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.Trajectory;
import io.calotype.inference.lora.LoraMix;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One image while it is denoised: its trajectory, scheduler and guidance.
 *
 * @param prompt the prompt's embedding
 * @param negative the negative prompt's; null where guidance is off, and then the image takes one row of a call, not two
 * @param guidance how far the prediction is pushed from the negative prompt's towards the prompt's
 * @param inpainting the part of a picture to keep; null where nothing is kept
 * @param key images with the same key can share a call
 * @param loras those that it is drawn with, which may be others than its neighbours' in a call
 * @param controls pictures that control how it is composed
 */
public record Denoising(
        Scheduler scheduler,
        Trajectory trajectory,
        PromptEmbedding prompt,
        @Nullable PromptEmbedding negative,
        Guidance guidance,
        @Nullable Inpainting inpainting,
        BatchKey key,
        LoraMix loras,
        List<ImageControl> controls) {

    /** Copies the list. */
    public Denoising {
        controls = List.copyOf(controls);
    }

    /** An image without LoRAs and controls. */
    public Denoising(
            Scheduler scheduler,
            Trajectory trajectory,
            PromptEmbedding prompt,
            @Nullable PromptEmbedding negative,
            Guidance guidance,
            @Nullable Inpainting inpainting,
            BatchKey key) {
        this(scheduler, trajectory, prompt, negative, guidance, inpainting, key, LoraMix.NONE, List.of());
    }

    /** Returns the same image at another place of its trajectory. */
    public Denoising at(Trajectory place) {
        return new Denoising(scheduler, place, prompt, negative, guidance, inpainting, key, loras, controls);
    }

    /** The controls that count in the next model call. */
    List<ImageControl> controlsNow() {
        if (controls.isEmpty()) {
            return controls;
        }
        int first = trajectory.step() - trajectory.taken();
        return controls.stream()
                .filter(control -> control.counts(trajectory.taken(), trajectory.steps() - first))
                .toList();
    }

    /** Returns the same image with other controls. */
    public Denoising with(List<ImageControl> others) {
        return new Denoising(scheduler, trajectory, prompt, negative, guidance, inpainting, key, loras, others);
    }

    /** Rows it takes in a model call: 1, or 2 with guidance. */
    public int rows() {
        return negative == null ? 1 : 2;
    }

    /** Advances by one step, given the model's prediction after guidance; allocates nothing. */
    void step(FloatBuffer prediction) {
        scheduler.step(trajectory, prediction);
        if (inpainting != null) {
            inpainting.afterStep(scheduler, trajectory);
        }
    }

    /** Whether all its steps are done. */
    public boolean done() {
        return trajectory.done();
    }

    /** The index of the first latent that is NaN or infinite. */
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
