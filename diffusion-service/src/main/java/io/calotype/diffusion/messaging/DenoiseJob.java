package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.Denoising;
import io.opentelemetry.context.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record's image, checked and ready to denoise.
 *
 * @param written when its record was written
 * @param trace that its record belongs to
 * @param pooledPrompt passed on with the latents
 */
record DenoiseJob(
        ImageTask task, Denoising denoising, @Nullable Tensor pooledPrompt, Instant written, Context trace) {}
