package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.stage.Stage;
import io.calotype.decoder.meaning.Meanings;
import io.calotype.decoder.render.PictureRenderer;
import io.calotype.decoder.store.ImageStore;
import io.calotype.decoder.telemetry.PictureMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns one image's latents into its stored picture. */
@ApplicationScoped
class PictureMaker {

    private static final Logger LOG = Logger.getLogger(PictureMaker.class);

    private final PictureRenderer renderer;
    private final ImageStore store;
    private final PictureMetrics metrics;
    private final Meanings meanings;

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
        long start = System.nanoTime();
        var wait = Duration.between(written, Instant.now());
        var task = latents.task();
        var meaning = meanings.ofPrompt(latents);
        var checked = renderer.render(task, latents.require("latents"));
        var stored = store.store(task, renderer.file(task, checked.picture()), checked.safety());
        var shown = meanings.ofPicture(checked.picture(), latents);
        var compute = Duration.ofNanos(System.nanoTime() - start);
        metrics.stored(task.requestedAt(), compute);
        LOG.debugf("imageId=%s rendered, computeMs=%d", task.id(), compute.toMillis());
        var timings = task.timings().with(Stage.DECODE, wait.isNegative() ? Duration.ZERO : wait, compute);
        return stored.map(object -> new ImageCompleted(task.with(timings), object, meaning, shown));
    }
}
