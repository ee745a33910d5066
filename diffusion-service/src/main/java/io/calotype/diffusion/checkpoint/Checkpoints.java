package io.calotype.diffusion.checkpoint;

import io.calotype.contracts.tensor.Safetensors;
import io.calotype.diffusion.config.DiffusionConfig;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Keeps trajectories of running images now and then, on worker threads. */
@ApplicationScoped
public class Checkpoints {

    private static final long LAST_LIMIT_MS = 4_000;

    private final TrajectoryStore store;
    private final DiffusionConfig config;
    private final Executor workers = Infrastructure.getDefaultWorkerPool();

    Checkpoints(TrajectoryStore store, DiffusionConfig config) {
        this.store = store;
        this.config = config;
    }

    CheckpointPace pace(int step) {
        int steps = config.checkpointSteps().orElse(Integer.MAX_VALUE);
        return new CheckpointPace(config.checkpointInterval(), steps, step, System.nanoTime());
    }

    /** Completes with whether the trajectory is durable. */
    CompletableFuture<Boolean> keep(TrajectoryPlace place, Safetensors trajectory) {
        return CompletableFuture.supplyAsync(() -> store.keep(place, trajectory), workers);
    }

    /** Completes when the trajectory is durable, cannot be stored, or takes too long. */
    CompletableFuture<Void> keepLast(TrajectoryPlace place, Safetensors trajectory) {
        return CompletableFuture.runAsync(() -> store.keepLast(place, trajectory), workers)
                .completeOnTimeout(null, LAST_LIMIT_MS, TimeUnit.MILLISECONDS);
    }
}
