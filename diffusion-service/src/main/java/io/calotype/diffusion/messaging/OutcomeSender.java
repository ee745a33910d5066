package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.checkpoint.TrajectoryStore;
import io.calotype.diffusion.messaging.Outcome.Denoised;
import io.calotype.diffusion.telemetry.DenoiseMetrics;
import io.calotype.stage.messaging.EndPublisher;
import io.calotype.stage.messaging.TensorSender;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends on what came of an image: its latents to the decoder, or its end if it was cancelled. */
@ApplicationScoped
class OutcomeSender {

    private static final String LATENTS = "latents";
    private static final Map<String, String> KEPT = Map.of(TrajectoryObject.EXTENSION, "true");

    private final TensorSender sender;
    private final EndPublisher ends;
    private final DenoiseMetrics metrics;
    private final TrajectoryStore trajectories;

    OutcomeSender(TensorSender sender, EndPublisher ends, DenoiseMetrics metrics, TrajectoryStore trajectories) {
        this.sender = sender;
        this.ends = ends;
        this.metrics = metrics;
        this.trajectories = trajectories;
    }

    /** Completes when the broker has it. */
    CompletionStage<Void> send(DenoiseJob job, Outcome outcome) {
        if (outcome instanceof Denoised denoised) {
            return latents(job, denoised);
        }
        return cancelled(job);
    }

    private CompletionStage<Void> latents(DenoiseJob job, Denoised denoised) {
        var task = job.task();
        metrics.denoised(task.spec(), denoised.waited(), denoised.computed());
        var way = job.denoising().trajectory();
        var timings = task.timings().with(Stage.DENOISE, queued(job, denoised), denoised.computed());
        var tensors = new HashMap<String, Tensor>();
        tensors.put(LATENTS, Tensor.ofFloats(way.shape(), way.latents()));
        if (job.pooledPrompt() != null) {
            tensors.put(ImageTensors.POOLED_PROMPT_EMBEDS, job.pooledPrompt());
        }
        return sender.send(
                Topics.latents(task.spec().model()),
                EventTypes.IMAGE_DENOISED,
                denoised.mayBeKept() ? KEPT : Map.of(),
                new ImageTensors(task.with(timings), tensors),
                job.trace());
    }

    private CompletionStage<Void> cancelled(DenoiseJob job) {
        var image = job.task().image();
        return ends.end(image, image.cancelled(), job.trace()).thenAccept(end -> discard(job.task()));
    }

    /** Removes what earlier tries may have stored, once the image has ended; blocks on the object store. */
    void discard(ImageTask task) {
        trajectories.remove(TrajectoryPlace.of(task));
        sender.discard(task.image(), task.packDigest());
    }

    /** From the record's writing to the first step, by the clocks of two machines. */
    private static Duration queued(DenoiseJob job, Denoised denoised) {
        var queued = Duration.between(job.record().timestamp(), Instant.now()).minus(denoised.computed());
        return queued.isNegative() ? Duration.ZERO : queued;
    }
}
