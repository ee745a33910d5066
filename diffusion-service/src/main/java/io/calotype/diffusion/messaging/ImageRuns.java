package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.diffusion.batching.RunningImage;
import io.calotype.diffusion.device.DenoisingDevice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs images on the device. */
@ApplicationScoped
class ImageRuns {

    private final DenoisingDevice device;
    private final Cancellations cancellations;
    private final ProgressReporter progress;
    private final OutcomeSender sender;

    ImageRuns(DenoisingDevice device, Cancellations cancellations, ProgressReporter progress, OutcomeSender sender) {
        this.device = device;
        this.cancellations = cancellations;
        this.progress = progress;
        this.sender = sender;
    }

    /** Completes when the broker has what came of the image. */
    CompletionStage<Void> run(DenoiseJob job) {
        var size = job.task().spec().size();
        device.limit().require(size);
        var run = new ImageRun(job, cancellations, progress);
        device.denoise(new RunningImage(job.task().spec().priority(), job.denoising(), run));
        return run.outcome()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(device.limit().because(size, failure)))
                .thenCompose(outcome -> {
                    if (outcome instanceof Outcome.Denoised) {
                        device.limit().drawn(size);
                    }
                    return sender.send(job, outcome);
                });
    }

    /** Removes what an earlier run of an image may have stored, once the image has ended; blocks on the object store. */
    void discard(ImageTask task) {
        sender.discard(task);
    }
}
