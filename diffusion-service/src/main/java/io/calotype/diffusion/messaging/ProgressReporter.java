package io.calotype.diffusion.messaging;

import io.calotype.contracts.event.ImageProgress;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.stage.Stage;
import io.calotype.contracts.tensor.Shape;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.preview.LatentColours;
import io.calotype.diffusion.preview.PreviewJpeg;
import io.calotype.diffusion.preview.PreviewPace;
import io.calotype.inference.prepare.PreparedColours;
import io.calotype.stage.messaging.Outbox;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Publishes the progress of images, on its own thread, in the order of the steps.
 *
 * <p>Colours are taken from the latents on the denoising thread, in microseconds; encoding and sending come later. Steps
 * that the thread cannot keep up with are dropped.
 */
@ApplicationScoped
class ProgressReporter {

    private static final int BACKLOG = 256;

    private final Outbox outbox;
    private final DiffusionConfig config;
    private final LatentColours colours;
    private final PreviewJpeg jpeg = new PreviewJpeg(Limits.MAX_PREVIEW_BYTES);
    private final ThreadPoolExecutor teller = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(BACKLOG),
            task -> new Thread(task, "progress"),
            new ThreadPoolExecutor.DiscardPolicy());

    ProgressReporter(Outbox outbox, DiffusionConfig config, DenoisingPack pack) {
        this.outbox = outbox;
        this.config = config;
        colours = LatentColours.of(PreparedColours.of(pack.pack()));
    }

    /** How often one image may have a preview. */
    PreviewPace pace() {
        return new PreviewPace(config.previewInterval());
    }

    void report(DenoiseJob job, int step, boolean preview) {
        var way = job.denoising().trajectory();
        int before = job.callsBefore();
        int steps = before + way.steps();
        if (preview && colours.fit(way.shape())) {
            var rgb = colours.of(way.latents(), way.shape());
            teller.execute(() -> tell(job, preview(job, before + step, steps, rgb)));
        } else {
            teller.execute(() -> tell(job, ImageProgress.of(job.task(), Stage.DENOISE, before + step, steps)));
        }
    }

    private void tell(DenoiseJob job, ImageProgress progress) {
        outbox.progress(progress, job.trace());
    }

    private ImageProgress preview(DenoiseJob job, int step, int steps, int[] rgb) {
        var task = job.task();
        Shape shape = job.denoising().trajectory().shape();
        return jpeg.encode(rgb, (int) shape.dim(2), (int) shape.dim(1))
                .map(bytes -> new ImageProgress(
                        task.id(), task.origin(), Stage.DENOISE, step, steps, bytes, PreviewJpeg.CONTENT_TYPE, null))
                .orElseGet(() -> ImageProgress.of(task, Stage.DENOISE, step, steps));
    }

    @PreDestroy
    void close() {
        teller.shutdown();
    }
}
