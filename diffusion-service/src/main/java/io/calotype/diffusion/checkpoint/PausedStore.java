package io.calotype.diffusion.checkpoint;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageTensors;
import io.calotype.contracts.event.PausedObject;
import io.calotype.contracts.problem.Refusal;
import io.calotype.messaging.kafka.TraceHeaders;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.StoredObject;
import io.calotype.stage.config.StageConfig;
import io.calotype.stage.ends.EndArbiter;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The records of paused images in the object store. All methods block, and repeat their calls while the store is away. */
@ApplicationScoped
public class PausedStore {

    private static final Logger LOG = Logger.getLogger(PausedStore.class);

    /** A paused image: its tensors, and the trace that its record belonged to. */
    public record Paused(ImageTensors embedded, Context trace) {}

    private final ObjectStore store;
    private final EndArbiter ends;
    private final StageConfig config;

    PausedStore(ObjectStore store, EndArbiter ends, StageConfig config) {
        this.store = store;
        this.ends = ends;
        this.config = config;
    }

    /** Keeps a record; one that is kept already stays as it is. */
    public void keep(PausedObject place, Paused paused) {
        store.putIfAbsent(
                place.key(), paused.embedded().toSafetensors(), Events.SAFETENSORS, TraceHeaders.toMap(paused.trace()));
    }

    /** Returns the places of this pack's paused images of a prompt, or of one of its images. */
    public List<PausedObject> find(String promptId, @Nullable Integer index) {
        return store.list(PausedObject.folder(promptId, index)).stream()
                .map(PausedObject::ofKey)
                .flatMap(Optional::stream)
                .filter(place -> place.pack().equals(config.model()))
                .toList();
    }

    /** Returns what is kept at a place; what cannot be read is removed and counts as nothing. */
    public Optional<Paused> get(PausedObject place) {
        var value = store.get(place.key(), config.claimLimit());
        try {
            return value.map(ByteBuffer::wrap)
                    .map(ImageTensors::parse)
                    .map(embedded -> new Paused(embedded, trace(place)));
        } catch (Refusal unreadable) {
            LOG.errorf("object %s is removed, it is no record of an image: %s", place.key(), unreadable.getMessage());
            remove(place);
            return Optional.empty();
        }
    }

    /** Removes what is kept at a place. */
    public void remove(PausedObject place) {
        store.delete(place.key());
    }

    /** Tells whether the image of a place has ended. */
    public boolean hasEnded(PausedObject place) {
        return ends.hasEnded(place.image());
    }

    private Context trace(PausedObject place) {
        return store.stat(place.key())
                .map(StoredObject::userMetadata)
                .map(TraceHeaders::ofMap)
                .orElseGet(Context::root);
    }
}
