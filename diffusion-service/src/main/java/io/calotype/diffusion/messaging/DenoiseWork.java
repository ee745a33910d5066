package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.diffusion.checkpoint.Kept;
import io.calotype.diffusion.checkpoint.TrajectoryPlace;
import io.calotype.diffusion.checkpoint.TrajectoryStore;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.pack.EmbeddingCheck;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.StageWork;
import io.calotype.stage.messaging.TensorReceiver;
import io.calotype.stage.messaging.TensorWork;
import io.calotype.stage.telemetry.StageMetrics.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One embedding in, one record for the decoder out, unless the image has ended. An image that another process has begun goes on
 * from where that one has kept it.
 */
@ApplicationScoped
class DenoiseWork implements StageWork, TensorWork {

    private final TensorReceiver receiver;
    private final EmbeddingCheck check;
    private final TrajectoryStore trajectories;
    private final ImageRuns runs;

    DenoiseWork(TensorReceiver receiver, EmbeddingCheck check, TrajectoryStore trajectories, ImageRuns runs) {
        this.receiver = receiver;
        this.check = check;
        this.trajectories = trajectories;
        this.runs = runs;
    }

    @Override
    public CompletionStage<Outcome> process(Delivery delivery) {
        return receiver.receive(delivery, this);
    }

    @Override
    public CompletionStage<Void> make(ImageTensors embedded, Delivery delivery) {
        var fresh = check.begin(embedded);
        if (!mayBeKept(delivery)) {
            return run(embedded, fresh, delivery);
        }
        var place = TrajectoryPlace.of(embedded.task());
        var kept = trajectories.find(place, fresh);
        if (kept instanceof Kept.Denoised) {
            trajectories.remove(place);
            runs.denoisedBefore(delivery.record(), place);
            return CompletableFuture.completedFuture(null);
        }
        return run(embedded, kept instanceof Kept.Underway underway ? underway.denoising() : fresh, delivery);
    }

    private static boolean mayBeKept(Delivery delivery) {
        return delivery.mayHaveBegun() || delivery.record().isMarked(TrajectoryObject.EXTENSION);
    }

    private CompletionStage<Void> run(ImageTensors embedded, Denoising denoising, Delivery delivery) {
        var pooledPrompt = embedded.tensors().get(ImageTensors.POOLED_PROMPT_EMBEDS);
        return runs.run(
                new DenoiseJob(embedded.task(), denoising, pooledPrompt, delivery.record(), mayBeKept(delivery)));
    }

    @Override
    public void ended(ImageTensors embedded, ImageEnd end) {
        runs.discard(embedded.task());
    }
}
