package io.calotype.diffusion.scheduler;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.nio.FloatBuffer;

/**
 * A sampling rule: how one image's latents get from noise to picture, given the model's predictions.
 *
 * <p>It has no state, so one is shared by all images and threads; what an image needs is in its {@link Trajectory}. For
 * each of {@link Trajectory#steps()} steps: scale the latents into the model's input, run the model at
 * {@link Trajectory#timestep()}, step.
 */
public interface Scheduler {

    /** Returns the name that chooses this scheduler for the same pack, for example {@code dpmpp_2m_karras}. */
    String name();

    /**
     * Returns the trajectory of a new image that starts from the seed's noise.
     *
     * @throws io.calotype.contracts.problem.Refusal INVALID_PARAMETER if it cannot take that many steps
     */
    Trajectory begin(TrajectoryStart start);

    /**
     * Returns the trajectory of a new image that starts from a picture with some of the seed's noise.
     *
     * @throws io.calotype.contracts.problem.Refusal INVALID_PARAMETER if it cannot take that many steps, or none of
     *     them is left
     */
    Trajectory begin(TrajectoryStart start, PictureStart picture);

    /**
     * Mixes a picture with the noise of an image's current step; with none if the image is done.
     *
     * @param picture latents without noise, {@code [C, h, w]}
     * @param noise of standard deviation 1, {@code [C, h, w]}
     * @param into takes the mixture; may be either of the two
     */
    void addNoise(Trajectory image, float[] picture, float[] noise, float[] into);

    /**
     * Restores a trajectory that {@link Trajectory#save()} has saved; it ends in the same bytes as if never
     * interrupted.
     *
     * @throws io.calotype.contracts.problem.Refusal PACK_MISMATCH if another scheduler or other settings made it,
     *     INVALID_TENSOR or NOT_FINITE if it is damaged
     */
    Trajectory restore(Safetensors saved);

    /**
     * Writes the latents as the model wants them, from the buffer's position on.
     *
     * @param into takes the image's {@code [C, h, w]} elements; its position moves past them
     */
    void scaleInput(Trajectory image, FloatBuffer into);

    /**
     * Advances the image by one step, without allocating.
     *
     * @param modelOutput the model's prediction after guidance, {@code [C, h, w]} elements from its position on, which
     *     moves past them; the scheduler may overwrite them
     * @throws IllegalStateException if the image is done
     */
    void step(Trajectory image, FloatBuffer modelOutput);
}
