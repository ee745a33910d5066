package io.calotype.inprocess;

import io.calotype.contracts.event.ImageTask;
import io.calotype.contracts.event.Origin;
import io.calotype.contracts.event.PromptParameters;
import io.calotype.contracts.event.RequestedImage;
import io.calotype.contracts.event.StageTimings;
import io.calotype.contracts.spec.ImageId;
import io.calotype.contracts.spec.Limits;
import io.calotype.contracts.tensor.Tensor;
import io.calotype.diffusion.batching.ContinuousBatcher;
import io.calotype.diffusion.batching.ImageOwner;
import io.calotype.diffusion.batching.RunningImage;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.preview.LatentColours;
import io.calotype.diffusion.preview.PreviewJpeg;
import io.calotype.diffusion.preview.PreviewPace;
import io.calotype.inference.image.ImageEncoder;
import io.calotype.inference.pack.ModelPack;
import io.calotype.inference.prepare.PreparedColours;
import io.calotype.pictures.file.PictureFileEncoder;
import io.calotype.pictures.file.Provenance;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes pictures of one prompt as fast as one process can, each from a seed of its own: one thread denoises, one writes pictures, and
 * one draws previews.
 *
 * <p>The text is read once, since the encoder-service remembers it, too.
 */
final class InProcessLoad implements AutoCloseable {

    private static final int MAX_BATCH = 8; // as the diffusion-service's
    private static final Duration PREVIEW_INTERVAL = Duration.ofMillis(200); // likewise

    private final ModelPack pack;
    private final InProcessPipeline pipeline;
    private final Optional<ImageEncoder> imageEncoder;
    private final PromptParameters parameters;
    private final int images;
    private final ContinuousBatcher batcher;
    private final ExecutorService pictures = Executors.newSingleThreadExecutor();
    private final ExecutorService previews = Executors.newSingleThreadExecutor();
    private final LatentColours colours;
    private final PreviewJpeg preview = new PreviewJpeg(Limits.MAX_PREVIEW_BYTES);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    InProcessLoad(InProcessModels models, PromptParameters parameters, int images) {
        pack = models.pack();
        pipeline = models.pipeline();
        imageEncoder = models.imageEncoder();
        this.parameters = parameters;
        this.images = images;
        colours = LatentColours.of(PreparedColours.of(pack));
        batcher = new ContinuousBatcher(models.denoiser(), MAX_BATCH, (group, rows, nanos) -> {});
    }

    /** Keeps so many images under way until all are made. */
    void run(int underWay) throws InterruptedException {
        var spec = pipeline.resolve(parameters, new ImageId("warm", 0));
        var condition = pipeline.condition(spec.prompt(), spec.negativePrompt(), spec.loras());
        for (int i = 0; i < underWay; i++) {
            next(condition);
        }
        while (batcher.awaitWork()) {
            batcher.tick();
        }
        var broken = failure.get();
        if (broken != null) {
            throw broken;
        }
    }

    private void next(Map<String, Tensor> condition) {
        int place = begun.getAndIncrement();
        if (place < images) {
            var task = task(place);
            var denoising = pipeline.begin(task, condition);
            batcher.submit(new RunningImage(task.spec().priority(), denoising, new Owner(task, denoising, condition)));
        }
    }

    private ImageTask task(int place) {
        var id = new ImageId("in-process-" + place, 0);
        var image = new RequestedImage(id, Origin.of(id.promptId(), "/calotype/bench"), null);
        var spec = pipeline.resolve(parameters, id);
        return new ImageTask(image, spec, pack.digest(), Instant.EPOCH, StageTimings.none());
    }

    private void write(ImageTask task, Denoising denoising, Map<String, Tensor> condition) {
        var spec = task.spec();
        var picture = pipeline.decode(denoising.trajectory().latents(), spec.size());
        imageEncoder.ifPresent(encoder -> encoder.embed(picture));
        var made = new Provenance.Pack(pack.digest(), pack.settings().version());
        PictureFileEncoder.of(spec.outputFormat()).encode(picture, new Provenance(spec, made, "in-process"));
        if (ended.incrementAndGet() == images) {
            batcher.close();
        } else {
            next(condition);
        }
    }

    private void fail(RuntimeException cause) {
        failure.set(cause);
        batcher.close();
    }

    @Override
    public void close() {
        pictures.shutdown();
        previews.shutdown();
    }

    private final class Owner implements ImageOwner {

        private final ImageTask task;
        private final Denoising denoising;
        private final Map<String, Tensor> condition;
        private final PreviewPace pace = new PreviewPace(PREVIEW_INTERVAL);

        Owner(ImageTask task, Denoising denoising, Map<String, Tensor> condition) {
            this.task = task;
            this.denoising = denoising;
            this.condition = condition;
        }

        @Override
        public boolean isWanted() {
            return failure.get() == null;
        }

        @Override
        public void finished() {
            pictures.execute(() -> {
                try {
                    write(task, denoising, condition);
                } catch (RuntimeException e) {
                    fail(e);
                }
            });
        }

        @Override
        public void failed(RuntimeException cause) {
            fail(cause);
        }

        @Override
        public boolean isLeaving() {
            return false;
        }

        @Override
        public void started() {
            // nothing is told
        }

        @Override
        public void stepped() {
            var way = denoising.trajectory();
            if (pace.allows(way.done(), System.nanoTime()) && colours.fit(way.shape())) {
                var rgb = colours.of(way.latents(), way.shape());
                int height = (int) way.shape().dim(1);
                int width = (int) way.shape().dim(2);
                previews.execute(() -> preview.encode(rgb, width, height));
            }
        }

        @Override
        public void cancelled() {
            // after another one's failure
        }

        @Override
        public void left() {
            // never leaves
        }

        @Override
        public void givenBack() {
            // after another one's failure
        }
    }
}
