package io.calotype.decoder.messaging;

import io.calotype.contracts.event.DecodedPicture;
import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.stage.Stage;
import io.calotype.decoder.meaning.Meanings;
import io.calotype.decoder.render.PictureRenderer;
import io.calotype.decoder.safety.CheckedPicture;
import io.calotype.pictures.store.ImageStore;
import io.calotype.pictures.telemetry.PictureMetrics;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/** Turns one image's latents into its picture. */
@ApplicationScoped
class PictureMaker {

    private static final Logger LOG = Logger.getLogger(PictureMaker.class);

    private final PictureRenderer renderer;
    private final ImageStore store;
    private final PictureMetrics metrics;
    private final Meanings meanings;
    private final Lock rendering = new ReentrantLock(true); // a picture takes all cores, and much memory

    PictureMaker(PictureRenderer renderer, ImageStore store, PictureMetrics metrics, Meanings meanings) {
        this.renderer = renderer;
        this.store = store;
        this.metrics = metrics;
        this.meanings = meanings;
    }

    /**
     * Makes and stores the picture.
     *
     * @param written when the record was written that the latents came in
     * @return the content of the completed event; empty if another request's picture is stored under the image's id
     * @throws io.calotype.contracts.problem.Refusal INVALID_TENSOR, NOT_FINITE or DENIED
     */
    Optional<ImageCompleted> make(ImageTensors latents, Instant written) {
        var task = latents.task();
        var meaning = meanings.ofPrompt(latents);
        var drawn = render(latents, written);
        var checked = drawn.checked();
        var embedding = CompletableFuture.supplyAsync(
                () -> meanings.ofPicture(checked.picture(), latents), Infrastructure.getDefaultWorkerPool());
        var stored = store.store(task, renderer.file(task, checked.picture()), checked.safety());
        var shown = embedding.join();
        var compute = drawn.work().compute();
        metrics.stored(task.requestedAt(), compute);
        var timed = task.with(drawn.work().timings(task, compute));
        return stored.map(object -> new ImageCompleted(timed, object, meaning, shown));
    }

    /**
     * Makes a picture that is to be enlarged, without storing it.
     *
     * @param written when the record was written that the latents came in
     * @throws io.calotype.contracts.problem.Refusal INVALID_TENSOR, NOT_FINITE or DENIED
     */
    DecodedPicture draw(ImageTensors latents, Instant written) {
        var task = latents.task();
        var meaning = meanings.ofPrompt(latents);
        var drawn = render(latents, written);
        var checked = drawn.checked();
        var shown = meanings.ofPicture(checked.picture(), latents);
        var compute = drawn.work().compute();
        metrics.computed(compute);
        var timed = task.with(drawn.work().timings(task, compute));
        var pixels = checked.picture().tensor();
        return new DecodedPicture(timed, pixels, renderer.packVersion(), checked.safety(), meaning, shown);
    }

    /** Waits for its turn: another picture is stored meanwhile, but not rendered. */
    private Rendered render(ImageTensors latents, Instant written) {
        rendering.lock();
        try {
            var work = Work.begin(written);
            return new Rendered(work, renderer.render(latents.task(), latents.require(ImageTensors.LATENTS)));
        } finally {
            rendering.unlock();
        }
    }

    private record Rendered(Work work, CheckedPicture checked) {}

    /** When the work on an image began, and how long it had waited. */
    private record Work(long start, Duration waited) {

        static Work begin(Instant written) {
            var wait = Duration.between(written, Instant.now());
            return new Work(System.nanoTime(), wait.isNegative() ? Duration.ZERO : wait);
        }

        Duration compute() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        StageTimings timings(ImageTask task, Duration compute) {
            LOG.debugf("imageId=%s rendered, computeMs=%d", task.id(), compute.toMillis());
            return task.timings().with(Stage.DECODE, waited, compute);
        }
    }
}
