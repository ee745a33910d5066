package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One image's latents, of this process's pack.
 *
 * @param latents F32 {@code [C, h, w]}, not looked at yet
 * @param meaning what the completed event is to tell of the prompt
 */
record CheckedLatents(
        ImageTask task, Tensor latents, @Nullable PromptMeaning meaning) {}
