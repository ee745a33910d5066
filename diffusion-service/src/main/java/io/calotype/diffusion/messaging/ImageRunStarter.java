package io.calotype.diffusion.messaging;

import io.calotype.diffusion.branch.StepKeeper;
import io.calotype.diffusion.checkpoint.Checkpoints;
import io.calotype.diffusion.checkpoint.RunCheckpoints;
import io.calotype.diffusion.telemetry.DenoiseMetrics;
import io.calotype.stage.messaging.AttemptProgress;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the owners of images on the device. */
@ApplicationScoped
class ImageRunStarter {

    private final Decisions decisions;
    private final ProgressReporter progress;
    private final Checkpoints checkpoints;
    private final StepKeeper steps;
    private final AttemptProgress attempts;
    private final DenoiseMetrics metrics;

    ImageRunStarter(
            Decisions decisions,
            ProgressReporter progress,
            Checkpoints checkpoints,
            StepKeeper steps,
            AttemptProgress attempts,
            DenoiseMetrics metrics) {
        this.decisions = decisions;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.steps = steps;
        this.attempts = attempts;
        this.metrics = metrics;
    }

    ImageRun start(DenoiseJob job) {
        int step = job.denoising().trajectory().step();
        var kept = new RunCheckpoints(checkpoints, job.place(), step, () -> attempts.progressed(job.record()));
        return new ImageRun(
                job, decisions, progress, kept, steps.of(job.embedded(), job.denoising()), metrics::madeWay);
    }
}
