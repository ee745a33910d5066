package io.calotype.diffusion.messaging;

import io.calotype.diffusion.batching.ImageOwner;
import io.calotype.diffusion.branch.RunSteps;
import io.calotype.diffusion.checkpoint.RunCheckpoints;
import io.calotype.diffusion.preview.PreviewPace;
import io.calotype.messaging.lifecycle.GivenBack;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One image on the device: reports its steps, and passes its outcome to a worker thread. */
final class ImageRun implements ImageOwner {

    private final DenoiseJob job;
    private final Decisions decisions;
    private final ProgressReporter progress;
    private final PreviewPace pace;
    private final RunCheckpoints checkpoints;
    private final RunSteps steps;
    private final Runnable waysMade;
    private final Executor workers = Infrastructure.getDefaultWorkerPool();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long admitted = System.nanoTime();
    private volatile long started = admitted;
    private long madeWay; // when it last did, on the denoising thread
    private long waited; // since it began
    private volatile boolean runs;
    private volatile boolean leaving;

    ImageRun(
            DenoiseJob job,
            Decisions decisions,
            ProgressReporter progress,
            RunCheckpoints checkpoints,
            RunSteps steps,
            Runnable waysMade) {
        this.job = job;
        this.decisions = decisions;
        this.progress = progress;
        this.pace = progress.pace();
        this.checkpoints = checkpoints;
        this.steps = steps;
        this.waysMade = waysMade;
    }

    DenoiseJob job() {
        return job;
    }

    /** Asks the image to leave before its next step; returns whether it has begun, so that it will be kept as far as it is. */
    boolean leave() {
        leaving = true;
        return runs;
    }

    /** Completes on a worker thread; fails with the problem, or with {@link GivenBack}. */
    CompletionStage<Outcome> outcome() {
        return outcome;
    }

    @Override
    public Context trace() {
        return job.trace();
    }

    @Override
    public boolean isWanted() {
        return !decisions.isCancelled(job.task().image());
    }

    @Override
    public boolean isLeaving() {
        return leaving || decisions.isPaused(job.task().image());
    }

    @Override
    public void started() {
        started = System.nanoTime();
        runs = true;
    }

    @Override
    public void stepped() {
        var trajectory = job.denoising().trajectory();
        boolean preview = pace.allows(trajectory.done(), System.nanoTime());
        progress.report(job, trajectory.step(), preview);
        checkpoints.stepped(trajectory);
        steps.stepped();
    }

    @Override
    public void finished() {
        var computed = Duration.ofNanos(System.nanoTime() - started - waited);
        boolean mayBeKept = job.mayBeKept() || checkpoints.mayBeKept();
        var denoised = new Outcome.Denoised(Duration.ofNanos(started - admitted + waited), computed, mayBeKept);
        after(checkpoints.settled(), () -> outcome.complete(denoised));
    }

    @Override
    public void failed(RuntimeException cause) {
        after(checkpoints.settled(), () -> outcome.completeExceptionally(cause));
    }

    @Override
    public void cancelled() {
        var reason = decisions.cancelReason(job.task().image());
        after(checkpoints.settled(), () -> outcome.complete(new Outcome.Cancelled(reason)));
    }

    @Override
    public void left() {
        var kept = checkpoints.leave(job.denoising().trajectory());
        after(kept, leaving ? this::giveBack : () -> outcome.complete(new Outcome.Paused()));
    }

    @Override
    public void madeWay() {
        madeWay = System.nanoTime();
        waysMade.run();
    }

    @Override
    public void goesOn() {
        waited += System.nanoTime() - madeWay;
    }

    @Override
    public void withdrawn() {
        leaving = true;
        left();
    }

    @Override
    public void givenBack() {
        after(checkpoints.settled(), this::giveBack);
    }

    private void giveBack() {
        outcome.completeExceptionally(new GivenBack(job.task().id() + " is not denoised"));
    }

    /** Whoever learns of the outcome may remove what is kept of the image, so nothing is stored after that. */
    private void after(CompletionStage<Void> written, Runnable complete) {
        CompletionStage<Void> all = CompletableFuture.allOf(
                written.toCompletableFuture(), steps.settled().toCompletableFuture());
        all.whenCompleteAsync((done, failure) -> complete.run(), workers);
    }
}
