package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.diffusion.batching.RunningImage;
import io.calotype.diffusion.batching.Share;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.device.DenoisingDevice;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.messaging.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs images on the device. */
@ApplicationScoped
class ImageRuns {

    private final DenoisingDevice device;
    private final ImageRunStarter starter;
    private final RunHandover handover;
    private final OutcomeSender sender;
    private final Tenants tenants;

    ImageRuns(
            DenoisingDevice device,
            ImageRunStarter starter,
            RunHandover handover,
            OutcomeSender sender,
            Tenants tenants) {
        this.device = device;
        this.starter = starter;
        this.handover = handover;
        this.sender = sender;
        this.tenants = tenants;
    }

    /** Completes when the broker has what came of the image, if there is anything to send. */
    CompletionStage<Outcome> run(DenoiseJob job) {
        var size = job.size();
        device.limit().require(job.task().spec().drawnSize()); // before a first pass is drawn in vain
        if (job.denoising().done()) {
            return branchedFromLastStep(job);
        }
        var run = starter.start(job);
        var sent = run.outcome()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(device.limit().because(size, failure)))
                .thenCompose(outcome -> {
                    if (outcome instanceof Outcome.Denoised) {
                        device.limit().drawn(size);
                    }
                    return sender.send(job, outcome);
                });
        var watched = handover.watch(run, sent);
        device.denoise(new RunningImage(job.task().spec().priority(), share(job), job.denoising(), run));
        return watched;
    }

    private Share share(DenoiseJob job) {
        var source = job.task().origin().source();
        var size = job.size();
        long pixels = (long) size.width() * size.height();
        return new Share(
                tenants.of(source),
                tenants.weight(source),
                pixels * job.denoising().rows());
    }

    /** The model has nothing to do; the latents are the parent's. */
    private CompletionStage<Outcome> branchedFromLastStep(DenoiseJob job) {
        return sender.send(job, new Outcome.Denoised(Duration.ZERO, Duration.ZERO, job.mayBeKept()))
                .thenApply(outcome -> {
                    handover.denoised(job.record(), job.place());
                    return outcome;
                });
    }

    /** Takes note of a record whose image was denoised before. */
    void denoisedBefore(ReceivedRecord record, TrajectoryPlace place) {
        handover.denoised(record, place);
    }

    /** Removes what an earlier run of an image may have stored, once the image has ended; blocks on the object store. */
    void discard(ImageTask task) {
        sender.discard(task);
    }
}
