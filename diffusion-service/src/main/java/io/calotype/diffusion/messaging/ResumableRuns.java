package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.diffusion.branch.Branches;
import io.calotype.diffusion.checkpoint.Kept;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.checkpoint.TrajectoryStore;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.stage.messaging.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Runs images; one that another process has begun goes on from where that one has kept it. */
@ApplicationScoped
class ResumableRuns {

    private final Branches branches;
    private final TrajectoryStore trajectories;
    private final ImageRuns runs;

    ResumableRuns(Branches branches, TrajectoryStore trajectories, ImageRuns runs) {
        this.branches = branches;
        this.trajectories = trajectories;
        this.runs = runs;
    }

    /**
     * Begins an image, or goes on with it; blocks on the object store.
     *
     * @return completes when the broker has what came of it, if there is anything to send
     */
    CompletionStage<Outcome> run(ImageTensors embedded, Delivery delivery) {
        var fresh = branches.begin(embedded);
        if (!mayBeKept(delivery)) {
            return run(embedded, fresh, delivery);
        }
        var place = TrajectoryPlace.of(embedded);
        var kept = trajectories.find(place, fresh);
        if (kept instanceof Kept.Denoised) {
            trajectories.remove(place);
            runs.denoisedBefore(delivery.record(), place);
            return CompletableFuture.completedFuture(new Outcome.Before());
        }
        return run(embedded, kept instanceof Kept.Underway underway ? underway.denoising() : fresh, delivery);
    }

    private static boolean mayBeKept(Delivery delivery) {
        return delivery.mayHaveBegun() || delivery.record().isMarked(TrajectoryObject.EXTENSION);
    }

    private CompletionStage<Outcome> run(ImageTensors embedded, Denoising denoising, Delivery delivery) {
        return runs.run(new DenoiseJob(embedded, denoising, delivery.record(), mayBeKept(delivery)));
    }

    /** Removes what an earlier run of an image may have stored, once the image has ended; blocks on the object store. */
    void discard(ImageTask task) {
        runs.discard(task);
    }
}
