package io.calotype.diffusion.device;

import io.calotype.diffusion.batching.ContinuousBatcher;
import io.calotype.diffusion.batching.DenoisingThread;
import io.calotype.diffusion.batching.RunningImage;
import io.calotype.diffusion.batching.StepWatchdog;
import io.calotype.diffusion.config.DiffusionConfig;
import io.calotype.diffusion.denoise.Denoiser;
import io.calotype.diffusion.pack.DenoisingPack;
import io.calotype.diffusion.telemetry.DenoiseMetrics;
import io.calotype.messaging.lifecycle.StartupOrder;
import io.calotype.messaging.tenant.Tenants;
import io.calotype.stage.lifecycle.Breakdown;
import io.calotype.stage.lifecycle.ShutdownOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The process's one device: its model, running set and thread.
 *
 * <p>Starts before the first record is taken in. On shutdown waiting images are given back first; then the intake waits for the
 * running ones, up to the drain timeout; then the rest is given back.
 */
@ApplicationScoped
public class DenoisingDevice {

    private static final Logger LOG = Logger.getLogger(DenoisingDevice.class);
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);

    private final DenoisingPack pack;
    private final SizeLimit limit;
    private final Denoiser denoiser;
    private final ContinuousBatcher batcher;
    private final StepWatchdog watchdog;
    private final DenoisingThread thread;

    DenoisingDevice(
            DenoisingPack pack, DiffusionConfig config, DenoiseMetrics metrics, Breakdown breakdown, Tenants tenants) {
        this.pack = pack;
        var defaults = pack.pack().defaults();
        limit = new SizeLimit(config.maxPixels(), defaults.size(), defaults.sizeMultiple());
        denoiser = pack.denoiser(config.slotMemory().asLongValue());
        batcher = new ContinuousBatcher(denoiser, config.maxBatch(), tenants.burstWork(), metrics);
        watchdog = new StepWatchdog(config.stepTimeout(), config.stepTimeoutFactor());
        metrics.gaugeStep(watchdog);
        thread = new DenoisingThread(batcher, watchdog, () -> breakdown.end("the denoising thread is broken"));
    }

    /** Takes an image, to join the running set as soon as there is a place. */
    public void denoise(RunningImage image) {
        batcher.submit(image);
    }

    /** How large an image may be. */
    public SizeLimit limit() {
        return limit;
    }

    /** Whether images are denoised. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Returns what notices a step that hangs. */
    public StepWatchdog watchdog() {
        return watchdog;
    }

    /** The pack it denoises with. */
    public DenoisingPack pack() {
        return pack;
    }

    void start(@Observes @Priority(StartupOrder.BEFORE_CHANNELS) StartupEvent starting) {
        thread.start();
        LOG.infof(
                "denoising with pack %s, digest %s",
                pack.pack().name(), pack.pack().digest());
    }

    void giveBackWaiting(@Observes @Priority(ShutdownOrder.BEFORE_DRAIN) ShutdownEvent stopping) {
        batcher.close();
    }

    void giveBackRunning(@Observes @Priority(ShutdownOrder.AFTER_DRAIN) ShutdownEvent stopping)
            throws InterruptedException {
        thread.stop(STEP_LIMIT);
    }

    @PreDestroy
    void close() {
        if (!thread.isAlive()) {
            denoiser.close();
        }
    }
}
