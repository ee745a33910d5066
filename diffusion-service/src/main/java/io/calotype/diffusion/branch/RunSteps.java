package io.calotype.diffusion.branch;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.KeptStep;
import io.calotype.diffusion.denoise.Denoising;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The steps of one image that are kept; called by the thread that owns its trajectory, and never blocks it. */
public final class RunSteps {

    static final int NONE = Integer.MAX_VALUE;

    private final StepKeeper keeper;
    private final ImageTask task;
    private final Denoising denoising;
    private final int every;
    private @Nullable CompletableFuture<Void> writing;

    /**
     * The steps of an image.
     *
     * @param every keeps those of that multiple, and the last; {@link #NONE} for none at all
     */
    RunSteps(StepKeeper keeper, ImageTask task, Denoising denoising, int every) {
        this.keeper = keeper;
        this.task = task;
        this.denoising = denoising;
        this.every = every;
    }

    /** The image has advanced by a step: keeps it if it is one to be kept. */
    public void stepped() {
        var trajectory = denoising.trajectory();
        int step = trajectory.step();
        if (every == NONE || (step % every != 0 && !trajectory.done())) {
            return;
        }
        var kept = new KeptStep(task, step, denoising.inpainting() != null, trajectory.save());
        var keeping = keeper.keep(kept);
        writing = writing == null ? keeping : CompletableFuture.allOf(writing, keeping);
    }

    /** Completes when nothing is being written any more, and nothing is left of an image that was erased meanwhile. */
    public CompletionStage<Void> settled() {
        return writing == null
                ? CompletableFuture.completedFuture(null)
                : writing.exceptionally(failure -> null).thenCompose(written -> keeper.settle(task.id()));
    }
}
