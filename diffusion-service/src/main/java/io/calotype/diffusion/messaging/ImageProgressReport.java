package io.calotype.diffusion.messaging;

import io.calotype.diffusion.preview.PreviewPace;
import io.calotype.diffusion.scheduler.Trajectory;

/** Reports one image's steps, some with a preview. */
final class ImageProgressReport {

    private final ProgressReporter reporter;
    private final DenoiseJob job;
    private final PreviewPace pace;

    ImageProgressReport(ProgressReporter reporter, DenoiseJob job, PreviewPace pace) {
        this.reporter = reporter;
        this.job = job;
        this.pace = pace;
    }

    /** Called by the denoising thread after each step. */
    void stepped(Trajectory way) {
        boolean preview = pace.allows(way.done(), System.nanoTime());
        reporter.report(job, way.step(), preview);
    }
}
