package io.calotype.diffusion.checkpoint;

import io.calotype.diffusion.scheduler.Trajectory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The checkpoints of one image; called by the thread that owns its trajectory, and never blocks it. */
public final class RunCheckpoints {

    private final Checkpoints checkpoints;
    private final TrajectoryPlace place;
    private final Runnable onKept;
    private final CheckpointPace pace;
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private boolean isKept;
    private volatile int durableStep; // the image's first one, if none is kept

    /**
     * The checkpoints of an image that starts or goes on.
     *
     * @param step that its trajectory has reached
     * @param onKept called on a worker thread, which it may block, each time that a later step has become durable
     */
    public RunCheckpoints(Checkpoints checkpoints, TrajectoryPlace place, int step, Runnable onKept) {
        this.checkpoints = checkpoints;
        this.place = place;
        this.onKept = onKept;
        this.pace = checkpoints.pace(step);
        this.durableStep = step;
    }

    /** The image has advanced by a step: keeps its trajectory if it is time to, and the last one is written. */
    public void stepped(Trajectory trajectory) {
        int step = trajectory.step();
        long now = System.nanoTime();
        if (trajectory.done() || !pace.isDue(step, now) || !writing.isDone()) {
            return;
        }
        pace.restart(step, now);
        isKept = true;
        writing = checkpoints.keep(place, trajectory.save()).thenAccept(durable -> {
            if (durable) {
                durableStep = step;
                onKept.run();
            }
        });
    }

    /** The image leaves; completes when another process can go on from here, or the trajectory cannot be stored. */
    public CompletionStage<Void> leave(Trajectory trajectory) {
        if (trajectory.step() == durableStep) {
            return settled();
        }
        isKept = true;
        var last = trajectory.save();
        return settled().thenCompose(written -> checkpoints.keepLast(place, last));
    }

    /** Completes when nothing is being written any more. */
    public CompletionStage<Void> settled() {
        return writing.exceptionally(failure -> null);
    }

    /** Whether this process may have stored anything of the image. */
    public boolean mayBeKept() {
        return isKept;
    }
}
