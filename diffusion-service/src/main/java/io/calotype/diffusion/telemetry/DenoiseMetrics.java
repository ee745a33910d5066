package io.calotype.diffusion.telemetry;

import io.calotype.diffusion.batching.BatchObserver;
import io.calotype.diffusion.batching.RunningImage;
import io.calotype.diffusion.batching.StepWatchdog;
import io.calotype.stage.telemetry.StageMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The batcher's metrics, besides those of every stage.
 *
 * <ul>
 *   <li>{@code calotype.denoise.batch.images}: images per model call
 *   <li>{@code calotype.denoise.batch.rows}: rows per model call, two for an image with guidance
 *   <li>{@code calotype.denoise.steps}: steps that were computed, one for each image of a call
 *   <li>{@code calotype.denoise.step}: time of a model call with all that belongs to it
 *   <li>{@code calotype.denoise.wait}: from an image's admission to its first step
 *   <li>{@code calotype.denoise.step.elapsed}: how long the running step has taken, zero between two steps
 *   <li>{@code calotype.denoise.made.way}: images that made way for others, and waited
 *   <li>{@code calotype.denoise.images}: images denoised to the end
 *   <li>{@code calotype.denoise.work}: their work, steps times megapixels
 * </ul>
 */
@Startup
@ApplicationScoped
public class DenoiseMetrics implements BatchObserver {

    private final MeterRegistry registry;
    private final StageMetrics stage;
    private final BatchTracer tracer;
    private final DistributionSummary images;
    private final DistributionSummary rows;
    private final Counter steps;
    private final Timer step;
    private final Timer wait;
    private final Counter madeWay;
    private final Counter done;
    private final Counter work;

    DenoiseMetrics(MeterRegistry registry, StageMetrics stage, BatchTracer tracer) {
        this.registry = registry;
        this.stage = stage;
        this.tracer = tracer;
        images = DistributionSummary.builder("calotype.denoise.batch.images")
                .serviceLevelObjectives(1, 2, 4, 8, 16)
                .register(registry);
        rows = registry.summary("calotype.denoise.batch.rows");
        steps = registry.counter("calotype.denoise.steps");
        step = registry.timer("calotype.denoise.step");
        wait = registry.timer("calotype.denoise.wait");
        madeWay = registry.counter("calotype.denoise.made.way");
        done = registry.counter("calotype.denoise.images");
        work = Counter.builder("calotype.denoise.work")
                .baseUnit("megapixel.steps")
                .register(registry);
    }

    @Override
    public void called(List<RunningImage> imagesInCall, int rowsInCall, long nanos) {
        images.record(imagesInCall.size());
        rows.record(rowsInCall);
        steps.increment(imagesInCall.size());
        tracer.called(imagesInCall, rowsInCall, nanos);
        step.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts an image that makes way for another. */
    public void madeWay() {
        madeWay.increment();
    }

    /**
     * Counts an image that is denoised, or a pass of it.
     *
     * @param megapixelSteps its work
     */
    public void denoised(double megapixelSteps, Duration waited, Duration computed) {
        stage.computed(computed);
        wait.record(waited);
        done.increment();
        work.increment(megapixelSteps);
    }

    /** Registers how long the running step has taken. */
    public void gaugeStep(StepWatchdog watchdog) {
        Gauge.builder(
                        "calotype.denoise.step.elapsed",
                        watchdog,
                        dog -> dog.elapsed().toMillis() / 1000.0)
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }
}
