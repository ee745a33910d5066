package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageCancelled;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.messaging.Outcome.Denoised;
import io.calotype.diffusion.telemetry.DenoiseMetrics;
import io.calotype.stage.messaging.Outbox;
import io.calotype.stage.messaging.TensorRecords;
import io.calotype.stage.telemetry.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.CompletionStage;

/**
 * Sends the decoder what came of an image: its latents, or the word that it is cancelled.
 *
 * <p>Both go to the same topic, where the decoder decides in the order of the records.
 */
@ApplicationScoped
class OutcomeSender {

    private static final String LATENTS = "latents";

    private final TensorRecords records;
    private final Outbox outbox;
    private final StageMetrics stageMetrics;
    private final DenoiseMetrics metrics;

    OutcomeSender(TensorRecords records, Outbox outbox, StageMetrics stageMetrics, DenoiseMetrics metrics) {
        this.records = records;
        this.outbox = outbox;
        this.stageMetrics = stageMetrics;
        this.metrics = metrics;
    }

    /** Completes when the broker has it. */
    CompletionStage<Void> send(DenoiseJob job, Outcome outcome) {
        if (outcome instanceof Denoised denoised) {
            return latents(job, denoised);
        }
        return cancelled(job);
    }

    private CompletionStage<Void> latents(DenoiseJob job, Denoised denoised) {
        metrics.denoised(denoised.waited());
        stageMetrics.computed(denoised.computed());
        var way = job.denoising().trajectory();
        var task = job.task();
        var timings = task.timings().with(ProgressReporter.STAGE, queued(job, denoised), denoised.computed());
        var tensors = new HashMap<String, Tensor>();
        tensors.put(LATENTS, Tensor.ofFloats(way.shape(), way.latents()));
        if (job.pooledPrompt() != null) {
            tensors.put(ImageTensors.POOLED_PROMPT_EMBEDS, job.pooledPrompt());
        }
        return records.send(
                Topics.latents(task.spec().model()),
                EventTypes.IMAGE_DENOISED,
                new ImageTensors(task.with(timings), tensors),
                job.record().trace());
    }

    private CompletionStage<Void> cancelled(DenoiseJob job) {
        var task = job.task();
        return outbox.publish(
                Topics.latents(task.spec().model()),
                task.id().toString(),
                Events.of(new ImageCancelled(task.id(), task.origin())),
                job.record().trace());
    }

    /** From the record's writing to the first step, by the clocks of two machines. */
    private static Duration queued(DenoiseJob job, Denoised denoised) {
        var queued = Duration.between(job.record().timestamp(), Instant.now()).minus(denoised.computed());
        return queued.isNegative() ? Duration.ZERO : queued;
    }
}
