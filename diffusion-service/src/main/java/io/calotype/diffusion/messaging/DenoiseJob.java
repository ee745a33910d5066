package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record's image, checked and ready to denoise.
 *
 * @param pooledPrompt passed on with the latents
 * @param mayBeKept whether another process may have kept a trajectory of the image
 */
record DenoiseJob(
        ImageTask task, Denoising denoising, @Nullable Tensor pooledPrompt, ReceivedRecord record, boolean mayBeKept) {

    Context trace() {
        return record.trace();
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    TrajectoryPlace place() {
        return TrajectoryPlace.of(task);
    }
}
