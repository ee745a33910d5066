package io.calotype.diffusion.telemetry;

import io.calotype.diffusion.scheduler.Trajectory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The metrics of kept trajectories.
 *
 * <ul>
 *   <li>{@code calotype.denoise.checkpoints}: trajectories that were to be kept, by {@code outcome}: kept, failed
 *   <li>{@code calotype.denoise.resumed}: images that went on from a kept trajectory
 *   <li>{@code calotype.denoise.resumed.steps}: steps that were therefore not computed again
 *   <li>{@code calotype.denoise.trajectories.discarded}: kept trajectories that could not be trusted
 * </ul>
 */
@Startup
@ApplicationScoped
public class CheckpointMetrics {

    private static final String CHECKPOINTS = "calotype.denoise.checkpoints";
    private static final String OUTCOME = "outcome";

    private final Counter kept;
    private final Counter failed;
    private final Counter resumed;
    private final Counter resumedSteps;
    private final Counter discarded;

    CheckpointMetrics(MeterRegistry registry) {
        kept = registry.counter(CHECKPOINTS, OUTCOME, "kept");
        failed = registry.counter(CHECKPOINTS, OUTCOME, "failed");
        resumed = registry.counter("calotype.denoise.resumed");
        resumedSteps = registry.counter("calotype.denoise.resumed.steps");
        discarded = registry.counter("calotype.denoise.trajectories.discarded");
    }

    /** Counts a trajectory that was stored, or could not be. */
    public void kept(boolean durable) {
        (durable ? kept : failed).increment();
    }

    /** Counts an image that goes on from a kept trajectory. */
    public void resumed(Trajectory trajectory, Trajectory fresh) {
        resumed.increment();
        resumedSteps.increment((double) trajectory.step() - fresh.step());
    }

    /** Counts a trajectory that is not used. */
    public void discarded() {
        discarded.increment();
    }
}
