package io.calotype.diffusion.batching;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calotype.contracts.spec.ImageSize;
import io.calotype.contracts.spec.Seed;
import io.calotype.diffusion.denoise.BatchKey;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.denoise.Guidance;
import io.calotype.diffusion.denoise.PromptEmbedding;
import io.calotype.diffusion.denoise.StepModel;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.pack.RealPack;
import io.calotype.diffusion.schedule.TrajectoryStart;
import java.lang.management.ManagementFactory;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What a step costs beside the model: no allocation beyond that of ONNX Runtime's Java binding. */
class StepCostIT {

    private static final Logger LOG = Logger.getLogger(StepCostIT.class);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 4;
    private static final int TICKS = 4;
    /** ONNX Runtime's binding makes arrays of names and handles and a result for each call. */
    private static final long BINDING_BYTES = 4096;

    @Test
    void tickOfTheBatcherAllocatesNothing() {
        // Given
        StepModel still = images -> {};
        var batcher = new ContinuousBatcher(still, 8, (images, rows, nanos) -> {});
        for (int i = 0; i < 8; i++) {
            batcher.submit(new RunningImage(5, FakeModel.image(1), new SilentOwner()));
        }
        // When
        for (int i = 0; i < 20_000; i++) {
            batcher.tick();
        }
        long bytes = allocated(batcher, 1000);
        // Then
        assertThat(bytes).isLessThan(100);
    }

    @Test
    void stepAllocatesNoMoreThanTheBindingAndTheSameForOneImageAndEight() {
        // Given
        try (var pack = RealPack.load();
                var denoiser = pack.denoiser(1 << 26)) {
            for (int size : new int[] {1, 8}) {
                var batcher = new ContinuousBatcher(denoiser, size, (images, rows, nanos) -> {});
                for (int i = 0; i < size; i++) {
                    batcher.submit(new RunningImage(5, image(pack), new SilentOwner()));
                }
                allocated(batcher, WARM_UP);
                // When
                long begin = System.nanoTime();
                long bytes = allocated(batcher, TICKS) / TICKS;
                long micros = (System.nanoTime() - begin) / TICKS / 1000;
                LOG.infof("%d images with guidance: %d us a step, %d bytes allocated", size, micros, bytes);
                // Then
                assertThat(bytes).isLessThan(BINDING_BYTES);
            }
        }
    }

    private static long allocated(ContinuousBatcher batcher, int ticks) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ticks; i++) {
            batcher.tick();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static Denoising image(DenoisingPack pack) {
        var shape = pack.latents(new ImageSize(256, 256));
        int tokens = Math.toIntExact(pack.tokens().orElse(48L));
        var text = new PromptEmbedding(
                new float[tokens * (int) pack.inputs().textWidth()], new long[tokens], new float[0]);
        var scheduler = pack.scheduler("");
        var way = scheduler.begin(new TrajectoryStart(new Seed(7), shape, 500));
        return new Denoising(scheduler, way, text, text, new Guidance(3, 0), null, new BatchKey(shape, tokens));
    }

    private static final class SilentOwner implements ImageOwner {
        @Override
        public boolean isWanted() {
            return true;
        }

        @Override
        public boolean isLeaving() {
            return false;
        }

        @Override
        public void left() {}

        @Override
        public void started() {}

        @Override
        public void stepped() {}

        @Override
        public void finished() {}

        @Override
        public void failed(RuntimeException cause) {}

        @Override
        public void cancelled() {}

        @Override
        public void givenBack() {}
    }
}
