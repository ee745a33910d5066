package io.calotype.diffusion.messaging;

import io.calotype.diffusion.batching.ImageOwner;
import io.calotype.diffusion.preview.PreviewPace;
import io.calotype.messaging.lifecycle.GivenBack;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One image on the device: reports its steps, and passes its outcome to a worker thread. */
final class ImageRun implements ImageOwner {

    private final DenoiseJob job;
    private final Cancellations cancellations;
    private final ProgressReporter progress;
    private final PreviewPace pace;
    private final Executor workers = Infrastructure.getDefaultWorkerPool();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long admitted = System.nanoTime();
    private volatile long started = admitted;

    ImageRun(DenoiseJob job, Cancellations cancellations, ProgressReporter progress) {
        this.job = job;
        this.cancellations = cancellations;
        this.progress = progress;
        this.pace = progress.pace();
    }

    /** Completes on a worker thread; fails with the problem, or with {@link GivenBack}. */
    CompletionStage<Outcome> outcome() {
        return outcome;
    }

    @Override
    public boolean isWanted() {
        return !cancellations.contains(job.task().id().promptId());
    }

    @Override
    public void started() {
        started = System.nanoTime();
    }

    @Override
    public void stepped() {
        var trajectory = job.denoising().trajectory();
        boolean preview = pace.allows(trajectory.done(), System.nanoTime());
        progress.report(job, trajectory.step(), preview);
    }

    @Override
    public void finished() {
        var computed = Duration.ofNanos(System.nanoTime() - started);
        var denoised = new Outcome.Denoised(Duration.ofNanos(started - admitted), computed);
        workers.execute(() -> outcome.complete(denoised));
    }

    @Override
    public void failed(RuntimeException cause) {
        workers.execute(() -> outcome.completeExceptionally(cause));
    }

    @Override
    public void cancelled() {
        workers.execute(() -> outcome.complete(new Outcome.Cancelled()));
    }

    @Override
    public void givenBack() {
        var givenBack = new GivenBack(job.task().id() + " is not denoised");
        workers.execute(() -> outcome.completeExceptionally(givenBack));
    }
}
