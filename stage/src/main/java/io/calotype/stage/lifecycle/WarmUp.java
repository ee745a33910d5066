package io.calotype.stage.lifecycle;

import io.calotype.stage.config.StageConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Does every {@link DryRun} once while the consumers join their groups. The service is ready after that; records that come before
 * are worked on all the same.
 */
@Readiness
@ApplicationScoped
class WarmUp implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(WarmUp.class);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    private final Instance<DryRun> runs;
    private final Thread thread = new Thread(this::run, "warm-up");
    private final boolean wanted;
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean stopping;

    WarmUp(@Any Instance<DryRun> runs, StageConfig config) {
        this.runs = runs;
        this.wanted = config.warmUp();
        thread.setDaemon(true);
    }

    void start(@Observes StartupEvent starting) {
        if (wanted) {
            thread.start();
        }
    }

    private void run() {
        for (var run : runs) {
            if (stopping) {
                return;
            }
            try {
                run.run();
            } catch (RuntimeException e) {
                failed.incrementAndGet();
                LOG.warnf("a dry run failed, so the first image may take longer: %s", e);
            }
        }
    }

    /** A model must not be closed within a call. */
    void stop(@Observes @Priority(ShutdownOrder.BEFORE_DRAIN) ShutdownEvent ending) throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(STOP_PATIENCE.toMillis());
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("warm-up")
                .status(!wanted || thread.getState() == Thread.State.TERMINATED)
                .withData("failed", failed.get())
                .build();
    }
}
