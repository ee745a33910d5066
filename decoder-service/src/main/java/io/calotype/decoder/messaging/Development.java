package io.calotype.decoder.messaging;

import io.calotype.contracts.event.ImageCompleted;
import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PictureObject;
import io.calotype.contracts.event.PromptMeaning;
import io.calotype.contracts.problem.Refusal;
import io.calotype.decoder.store.ImageStore;
import io.calotype.decoder.store.StoredPicture;
import io.calotype.messaging.kafka.ReceivedRecord;
import io.calotype.stage.telemetry.StageMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns one image's latents into its stored picture. */
@ApplicationScoped
class Development {

    private static final Logger LOG = Logger.getLogger(Development.class);
    private static final String STAGE = "decode";

    private final LatentCheck check;
    private final Darkroom darkroom;
    private final ImageStore store;
    private final StageMetrics metrics;

    Development(LatentCheck check, Darkroom darkroom, ImageStore store, StageMetrics metrics) {
        this.check = check;
        this.darkroom = darkroom;
        this.store = store;
        this.metrics = metrics;
    }

    /**
     * Makes and stores the picture, unless it is stored already.
     *
     * @param record that the latents came in
     * @return what to tell of it
     * @throws Refusal PACK_MISMATCH, INVALID_TENSOR or NOT_FINITE, for which nothing is allocated, or GAVE_UP
     */
    ImageCompleted develop(ImageTensors latents, ReceivedRecord record) {
        long start = System.nanoTime();
        var wait = Duration.between(record.timestamp(), Instant.now());
        var checked = check.check(latents);
        var task = checked.task();
        var stored = store.find(task.id(), task.spec().outputFormat()).orElseGet(() -> {
            record.requireNotGivenUp();
            return store.store(task, darkroom.print(task, checked.latents()));
        });
        var compute = Duration.ofNanos(System.nanoTime() - start);
        metrics.computed(compute);
        LOG.debugf("imageId=%s stored, %d bytes, computeMs=%d", task.id(), stored.size(), compute.toMillis());
        var timings = task.timings().with(STAGE, wait.isNegative() ? Duration.ZERO : wait, compute);
        return completed(task.with(timings), stored, checked.meaning());
    }

    private ImageCompleted completed(ImageTask task, StoredPicture stored, @Nullable PromptMeaning meaning) {
        var contentType = task.spec().outputFormat().contentType();
        var object = new PictureObject(store.bucket(), stored.key(), stored.sha256(), stored.size(), contentType);
        return new ImageCompleted(task, object, meaning);
    }
}
