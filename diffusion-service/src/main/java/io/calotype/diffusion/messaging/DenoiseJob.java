package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.messaging.kafka.ReceivedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record's image, checked and begun.
 *
 * @param pooledPrompt goes on with the latents
 */
record DenoiseJob(
        ReceivedRecord record,
        ImageTask task,
        Denoising denoising,
        @Nullable Tensor pooledPrompt) {}
