package io.calotype.diffusion.batching;

import java.time.Duration;
import org.jboss.logging.Logger;

/** The one thread that owns a device's running set. */
public final class DenoisingThread {

    private static final Logger LOG = Logger.getLogger(DenoisingThread.class);

    private final ContinuousBatcher batcher;
    private final StepWatchdog watchdog;
    private final Runnable onBroken;
    private final Thread thread = new Thread(this::run, "denoising");
    private volatile boolean stopping;

    /**
     * A thread for a batcher, not started yet.
     *
     * @param watchdog runs each step
     * @param onBroken called after an error has ended the thread and its images were given back
     */
    public DenoisingThread(ContinuousBatcher batcher, StepWatchdog watchdog, Runnable onBroken) {
        this.batcher = batcher;
        this.watchdog = watchdog;
        this.onBroken = onBroken;
    }

    /** Starts it. */
    public void start() {
        thread.start();
    }

    /** Whether it runs; false before the start, after the end, and after an error. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Closes the batcher, lets the running step end, gives running images back, and ends. */
    public void stop(Duration limit) throws InterruptedException {
        stopping = true;
        batcher.close();
        thread.join(limit.toMillis());
    }

    private void run() {
        boolean broken = true;
        try {
            while (!stopping && batcher.awaitWork()) {
                watchdog.watch(batcher::tick);
            }
            broken = false;
        } catch (InterruptedException e) {
            LOG.debug("interrupted while waiting for images");
        } catch (RuntimeException | Error e) {
            LOG.error("the denoising thread ends", e);
        } finally {
            batcher.close();
            batcher.abandon();
            if (broken) {
                onBroken.run();
            }
        }
    }
}
