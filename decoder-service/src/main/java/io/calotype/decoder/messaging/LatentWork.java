package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.TrajectoryObject;
import io.calotype.contracts.problem.ProblemType;
import io.calotype.contracts.problem.Refusal;
import io.calotype.inference.pack.ModelPack;
import io.calotype.pictures.store.ImageStore;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.EndPublisher;
import io.calotype.stage.messaging.TensorWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;

/**
 * What the decoder does with an image's latents: it stores the picture first, and proposes the image's end then. A picture that is
 * to be enlarged goes to the upscaler instead, which does both.
 */
@ApplicationScoped
class LatentWork implements TensorWork {

    private final ModelPack pack;
    private final PictureMaker maker;
    private final ImageStore store;
    private final EndPublisher ends;
    private final UpscaleSender upscales;

    LatentWork(ModelPack pack, PictureMaker maker, ImageStore store, EndPublisher ends, UpscaleSender upscales) {
        this.pack = pack;
        this.maker = maker;
        this.store = store;
        this.ends = ends;
        this.upscales = upscales;
    }

    @Override
    public CompletionStage<Void> make(ImageTensors latents, Delivery delivery) {
        var task = latents.task();
        requireOwn(task);
        upscales.require(task);
        var made = task.spec().isUpscaled() ? enlarge(latents, delivery) : end(latents, delivery);
        return made.thenAccept(told -> {
            if (delivery.record().isMarked(TrajectoryObject.EXTENSION)) {
                store.removeTrajectory(task);
            }
        });
    }

    private CompletionStage<Void> end(ImageTensors latents, Delivery delivery) {
        var task = latents.task();
        var made = maker.make(latents, delivery.record().timestamp());
        return made.isEmpty()
                ? ends.conflict(task.image(), delivery.trace())
                : ends.end(task.image(), ImageEnd.of(made.get()), delivery.trace())
                        .thenAccept(end -> store.removeUnlessKept(task, end));
    }

    private CompletionStage<Void> enlarge(ImageTensors latents, Delivery delivery) {
        var drawn = maker.draw(latents, delivery.record().timestamp());
        return upscales.send(drawn, delivery.trace());
    }

    /** A picture that no end names belongs to no image: its process died, or another one wrote it. */
    @Override
    public void ended(ImageTensors latents, ImageEnd end) {
        var task = latents.task();
        store.removeUnlessKept(task, end);
        store.removeTrajectory(task);
        if (task.spec().isUpscaled()) {
            upscales.discard(task);
        }
    }

    private void requireOwn(ImageTask task) {
        if (!task.packDigest().equals(pack.digest())) {
            var detail = "the latents were made with pack digest %s; here is %s of %s"
                    .formatted(task.packDigest(), pack.digest(), pack.name());
            throw Refusal.of(ProblemType.PACK_MISMATCH, "pack_digest", detail);
        }
    }
}
