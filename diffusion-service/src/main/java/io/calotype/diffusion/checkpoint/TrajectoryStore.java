package io.calotype.diffusion.checkpoint;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.tensor.Safetensors;
import io.calotype.diffusion.denoise.Denoising;
import io.calotype.diffusion.telemetry.CheckpointMetrics;
import io.calotype.messaging.store.BestEffortStore;
import io.calotype.messaging.store.ObjectRefusedException;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.ObjectTooLargeException;
import io.calotype.messaging.store.StoreUnavailable;
import io.calotype.stage.ends.EndArbiter;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Trajectories in the object store, one for each image. All methods block.
 *
 * <p>Keeping one is tried once: without it some steps are computed again. Its last writer wins; two processes that run the same
 * image write the same bytes for the same step, so an older step costs time and never changes a picture.
 */
@ApplicationScoped
public class TrajectoryStore {

    private static final Logger LOG = Logger.getLogger(TrajectoryStore.class);

    private final ObjectStore store;
    private final BestEffortStore writes;
    private final EndArbiter ends;
    private final CheckpointMetrics metrics;

    TrajectoryStore(ObjectStore store, BestEffortStore writes, EndArbiter ends, CheckpointMetrics metrics) {
        this.store = store;
        this.writes = writes;
        this.ends = ends;
        this.metrics = metrics;
    }

    /**
     * Finds what is kept of an image; what cannot be trusted is reported and not used.
     *
     * @param fresh the image at its start
     */
    public Kept find(TrajectoryPlace place, Denoising fresh) {
        try {
            var kept = store.get(place.key(), TrajectoryFile.maxBytes(fresh))
                    .map(file -> TrajectoryFile.read(place, fresh, file))
                    .orElseGet(Kept.Nothing::new);
            if (kept instanceof Kept.Underway underway) {
                metrics.resumed(underway.denoising().trajectory(), fresh.trajectory());
            }
            return kept;
        } catch (Refusal | ObjectTooLargeException | ObjectRefusedException e) {
            metrics.discarded();
            LOG.warnf("imageId=%s starts again, its trajectory is not used: %s", place.image(), e.getMessage());
            return new Kept.Nothing();
        }
    }

    /** Keeps a trajectory in the place of an earlier one; returns whether it is durable. */
    public boolean keep(TrajectoryPlace place, Safetensors trajectory) {
        return put(place, TrajectoryFile.of(place, trajectory));
    }

    /** Keeps the trajectory of an image that this process goes on with no more. */
    void keepLast(TrajectoryPlace place, Safetensors trajectory) {
        put(place, TrajectoryFile.of(place, trajectory));
        removeIfEnded(place);
    }

    /** Keeps that the latents of an image were sent on, so that nobody denoises it again. */
    public void keepDenoised(TrajectoryPlace place) {
        put(place, TrajectoryFile.ofDenoised(place));
        removeIfEnded(place);
    }

    /** Another process may have gone on with the image and ended it: nobody would remove what was stored after that. */
    private void removeIfEnded(TrajectoryPlace place) {
        if (ends.hasEnded(place.image())) {
            remove(place);
        }
    }

    private boolean put(TrajectoryPlace place, byte[] file) {
        try {
            writes.put(place.key(), file, Events.SAFETENSORS);
            metrics.kept(true);
            return true;
        } catch (StoreUnavailable e) {
            LOG.debugf("imageId=%s: its trajectory is not kept: %s", place.image(), e.getMessage());
            metrics.kept(false);
            return false;
        }
    }

    /** Removes what is kept of an image. */
    public void remove(TrajectoryPlace place) {
        store.delete(place.key());
    }
}
