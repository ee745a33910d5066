package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.stage.messaging.ReceivedRecord;

/** A record's image, checked and begun. */
record DenoiseJob(ReceivedRecord record, ImageTask task, Denoising denoising) {}
