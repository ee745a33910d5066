package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.UnitVector;
import io.calotype.decoder.config.DecoderConfig;
import io.calotype.decoder.render.PictureRenderer;
import io.calotype.decoder.store.ImageStore;
import io.calotype.stage.telemetry.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Turns one image's latents into its stored picture. */
@ApplicationScoped
class PictureMaker {

    private static final Logger LOG = Logger.getLogger(PictureMaker.class);
    private static final String POOLED = ImageTensors.POOLED_PROMPT_EMBEDS;

    private final PictureRenderer renderer;
    private final ImageStore store;
    private final StageMetrics metrics;
    private final boolean tellPrompt;

    PictureMaker(PictureRenderer renderer, ImageStore store, StageMetrics metrics, DecoderConfig config) {
        this.renderer = renderer;
        this.store = store;
        this.metrics = metrics;
        this.tellPrompt = config.tellPrompt();
    }

    /**
     * Makes and stores the picture.
     *
     * @param written when the record was written that the latents came in
     * @return the content of the completed event; empty if another request's picture is stored under the image's id
     * @throws io.calotype.contracts.problem.Refusal INVALID_TENSOR or NOT_FINITE
     */
    Optional<ImageCompleted> make(ImageTensors latents, Instant written) {
        long start = System.nanoTime();
        var wait = Duration.between(written, Instant.now());
        var task = latents.task();
        var meaning = tellPrompt ? meaning(latents) : null;
        var stored = store.store(task, renderer.render(task, latents.require("latents")));
        var compute = Duration.ofNanos(System.nanoTime() - start);
        metrics.computed(compute);
        LOG.debugf("imageId=%s rendered, computeMs=%d", task.id(), compute.toMillis());
        var timings = task.timings().with(Stage.DECODE, wait.isNegative() ? Duration.ZERO : wait, compute);
        return stored.map(picture -> new ImageCompleted(task.with(timings), picture, meaning));
    }

    /** The prompt in the completed event; without embedding if an older denoiser did not pass it on. */
    static PromptMeaning meaning(ImageTensors latents) {
        var pooled = latents.tensors().get(POOLED);
        var embedding = pooled == null ? null : UnitVector.of(POOLED, pooled).orElse(null);
        return new PromptMeaning(latents.task().spec().prompt(), embedding);
    }
}
