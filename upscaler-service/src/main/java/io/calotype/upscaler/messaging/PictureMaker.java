package io.calotype.upscaler.messaging;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.stage.Stage;
import io.calotype.pictures.store.ImageStore;
import io.calotype.pictures.telemetry.PictureMetrics;
import io.calotype.stage.messaging.Delivery;
import io.calotype.stage.messaging.Outbox;
import io.calotype.upscaler.enlarge.PictureEnlarger;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns one drawn picture into its two stored ones, and publishes progress as it does so. */
@ApplicationScoped
class PictureMaker {

    private static final Logger LOG = Logger.getLogger(PictureMaker.class);

    private final PictureEnlarger enlarger;
    private final ImageStore store;
    private final PictureMetrics metrics;
    private final Outbox outbox;

    PictureMaker(PictureEnlarger enlarger, ImageStore store, PictureMetrics metrics, Outbox outbox) {
        this.enlarger = enlarger;
        this.store = store;
        this.metrics = metrics;
        this.outbox = outbox;
    }

    /**
     * Makes and stores both pictures.
     *
     * @param goOn called before the work and after each tile; what it throws ends the work
     * @return the content of the completed event; empty if another request's picture is stored under the image's id
     * @throws io.calotype.contracts.problem.Refusal if the picture is not to be enlarged as this pack does
     */
    Optional<ImageCompleted> make(DecodedPicture drawn, Delivery delivery, Runnable goOn) {
        long start = System.nanoTime();
        var task = drawn.task();
        enlarger.require(task);
        goOn.run();
        var wait = Duration.between(delivery.record().timestamp(), Instant.now());
        var enlarged = enlarger.enlarged(drawn, (done, tiles) -> {
            progress(drawn, delivery, done, tiles);
            goOn.run();
        });
        var original = store.storeOriginal(task, enlarger.original(drawn), drawn.safety());
        var stored = original.flatMap(first -> store.store(task, enlarged, drawn.safety()));
        var compute = Duration.ofNanos(System.nanoTime() - start);
        metrics.stored(task.requestedAt(), compute);
        LOG.debugf("imageId=%s enlarged, computeMs=%d", task.id(), compute.toMillis());
        var timings = task.timings().with(Stage.UPSCALE, wait.isNegative() ? Duration.ZERO : wait, compute);
        return stored.map(object ->
                new ImageCompleted(task.with(timings), object, drawn.meaning(), drawn.shown(), original.orElseThrow()));
    }

    private void progress(DecodedPicture drawn, Delivery delivery, int done, int tiles) {
        int steps = Math.min(tiles, Limits.MAX_MODEL_CALLS);
        int step = (int) ((long) done * steps / tiles);
        outbox.progress(ImageProgress.of(drawn.task(), Stage.UPSCALE, step, steps), delivery.trace());
    }
}
