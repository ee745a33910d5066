package io.calotype.diffusion.denoise;

import io.calotype.diffusion.scheduler.Scheduler;
import io.calotype.diffusion.scheduler.Trajectory;
import java.nio.FloatBuffer;

/** What has a part of a picture repainted. */
public sealed interface Inpainting permits KeptPicture, MaskedPicture {

    /** Puts what the model takes behind an image's latents into a row of its sample, from index {@code latents}. */
    void putBeside(FloatBuffer sample, int latents);

    /** Changes the latents after a step. */
    void afterStep(Scheduler scheduler, Trajectory image);
}
