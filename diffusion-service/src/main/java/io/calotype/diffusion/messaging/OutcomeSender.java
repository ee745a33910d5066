package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.EventTypes;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.event.WorkDigest;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.contracts.topic.Topics;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.checkpoint.TrajectoryStore;
import io.calotype.diffusion.messaging.Outcome.Cancelled;
import io.calotype.diffusion.messaging.Outcome.Denoised;
import io.calotype.diffusion.telemetry.DenoiseMetrics;
import io.calotype.stage.messaging.EndPublisher;
import io.calotype.stage.messaging.TensorSender;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends on what came of an image: its latents to the decoder, or its end if it was cancelled. */
@ApplicationScoped
class OutcomeSender {

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

    /** Completes with the outcome when the broker has what there is to send. */
    CompletionStage<Outcome> send(DenoiseJob job, Outcome outcome) {
        CompletionStage<Void> sent = CompletableFuture.completedFuture(null);
        if (outcome instanceof Denoised denoised) {
            sent = latents(job, denoised);
        } else if (outcome instanceof Cancelled cancelled) {
            sent = cancelled(job.task(), cancelled.reason(), job.trace());
        }
        return sent.thenApply(done -> outcome);
    }

    private CompletionStage<Void> latents(DenoiseJob job, Denoised denoised) {
        var task = job.task();
        metrics.denoised(job.work(), denoised.waited(), denoised.computed());
        var timings = task.timings().plus(Stage.DENOISE, queued(job, denoised), denoised.computed());
        return job.hasSecondPass() ? secondPass(job, timings) : toDecoder(job, timings, denoised.mayBeKept());
    }

    private CompletionStage<Void> toDecoder(DenoiseJob job, StageTimings timings, boolean mayBeKept) {
        var task = job.task();
        var way = job.denoising().trajectory();
        var tensors = new HashMap<String, Tensor>();
        tensors.put(ImageTensors.LATENTS, Tensor.ofFloats(way.shape(), way.latents()));
        if (job.pooledPrompt() != null) {
            tensors.put(ImageTensors.POOLED_PROMPT_EMBEDS, job.pooledPrompt());
        }
        return sender.send(
                Topics.latents(task.spec().model()),
                EventTypes.IMAGE_DENOISED,
                mayBeKept ? KEPT : Map.of(),
                new ImageTensors(task.with(timings), tensors),
                job.trace());
    }

    /** Whichever denoiser reads it goes on with a larger image. */
    private CompletionStage<Void> secondPass(DenoiseJob job, StageTimings timings) {
        var task = job.task();
        return sender.sendAgain(
                job.secondPass(timings), WorkDigest.ofSecondPass(task.image(), task.packDigest()), job.trace());
    }

    /** Ends an image that nobody wants any more. */
    CompletionStage<Void> cancelled(ImageTask task, @Nullable String reason, Context trace) {
        var image = task.image();
        return ends.end(image, image.cancelled(reason), trace).thenAccept(end -> discard(task));
    }

    /**
     * Sends a paused image to the denoisers again.
     *
     * @param work names this sending, see {@link TensorSender#sendAgain}
     */
    CompletionStage<Void> again(ImageTensors embedded, String work, Context trace) {
        return sender.sendAgain(embedded, work, trace);
    }

    /** Removes what earlier tries may have stored, once the image has ended; blocks on the object store. */
    void discard(ImageTask task) {
        TrajectoryPlace.all(task).forEach(trajectories::remove);
        sender.discard(task.image(), task.packDigest());
        if (task.spec().hires() != null) {
            sender.discardAgain(task.image(), WorkDigest.ofSecondPass(task.image(), task.packDigest()));
        }
    }

    /** From the record's writing to the first step, by the clocks of two machines. */
    private static Duration queued(DenoiseJob job, Denoised denoised) {
        var queued = Duration.between(job.record().timestamp(), Instant.now()).minus(denoised.computed());
        return queued.isNegative() ? Duration.ZERO : queued;
    }
}
