package io.calotype.diffusion.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The metrics of steps that are kept to branch from: {@code calotype.denoise.steps.kept}, by {@code outcome}: kept, failed, or left,
 * where the object store was slower than the steps.
 */
@ApplicationScoped
@Startup
public class StepMetrics {

    private static final String STEPS = "calotype.denoise.steps.kept";
    private static final String OUTCOME = "outcome";

    private final Counter kept;
    private final Counter failed;
    private final Counter left;

    StepMetrics(MeterRegistry registry) {
        kept = registry.counter(STEPS, OUTCOME, "kept");
        failed = registry.counter(STEPS, OUTCOME, "failed");
        left = registry.counter(STEPS, OUTCOME, "left");
    }

    /** Counts a step that was stored. */
    public void kept() {
        kept.increment();
    }

    /** Counts a step that could not be stored. */
    public void failed() {
        failed.increment();
    }

    /** Counts a step that was left out. */
    public void left() {
        left.increment();
    }
}
