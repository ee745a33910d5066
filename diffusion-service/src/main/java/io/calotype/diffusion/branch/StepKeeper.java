package io.calotype.diffusion.branch;

import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.KeptStep;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.telemetry.StepMetrics;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.lifecycle.WrongSetting;
import io.calotype.messaging.store.StoreUnavailable;
import io.calotype.stage.steps.KeptSteps;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Keeps steps of the images that ask for it, on worker threads.
 *
 * <p>Each is tried once. Where the object store is slower than the steps, those beyond a limit of memory are left out.
 */
@ApplicationScoped
@Startup(StartupOrder.BEFORE_CHANNELS)
public class StepKeeper {

    private static final Logger LOG = Logger.getLogger(StepKeeper.class);
    private static final long MOST_WAITING = 64 << 20;

    private final KeptSteps store;
    private final StepMetrics metrics;
    private final int byDefault;
    private final Executor workers = Infrastructure.getDefaultWorkerPool();
    private final AtomicLong waiting = new AtomicLong();

    StepKeeper(KeptSteps store, StepMetrics metrics, DiffusionConfig config) {
        this.store = store;
        this.metrics = metrics;
        this.byDefault = config.keepSteps().orElse(RunSteps.NONE);
        if (byDefault < Limits.MIN_KEEP_STEPS) {
            throw new WrongSetting("calotype.diffusion.keep-steps", "must be at least " + Limits.MIN_KEEP_STEPS);
        }
    }

    /** Returns the keeper of one image's steps; those of a second pass are not kept. */
    public RunSteps of(ImageTensors embedded, Denoising denoising) {
        var task = embedded.task();
        var asked = task.spec().sampling().keepSteps();
        int every = asked == null ? byDefault : asked;
        return new RunSteps(this, task, denoising, embedded.isSecondPass() ? RunSteps.NONE : every);
    }

    /** Completes when the step is stored, or left out. */
    CompletableFuture<Void> keep(KeptStep step) {
        long bytes = bytes(step);
        if (waiting.addAndGet(bytes) > MOST_WAITING) {
            waiting.addAndGet(-bytes);
            metrics.left();
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> put(step), workers)
                .whenComplete((done, failure) -> waiting.addAndGet(-bytes));
    }

    /** Completes when nothing is left of the image's steps if it was erased. */
    CompletableFuture<Void> settle(ImageId image) {
        return CompletableFuture.runAsync(() -> store.removeIfErased(image), workers);
    }

    private void put(KeptStep step) {
        try {
            store.put(step);
            metrics.kept();
        } catch (StoreUnavailable away) {
            LOG.debugf("%s is not kept: %s", step.place(), away.getMessage());
            metrics.failed();
        }
    }

    private static long bytes(KeptStep step) {
        return step.trajectory().tensors().values().stream()
                .mapToLong(tensor -> tensor.data().remaining())
                .sum();
    }
}
