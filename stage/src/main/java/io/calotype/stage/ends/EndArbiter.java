package io.calotype.stage.ends;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.store.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * Decides once how an image ends: the first end that is written for it stands, whoever writes it.
 *
 * <p>All stages and replicas ask the object store, which takes one object of a key.
 */
@ApplicationScoped
public class EndArbiter {

    private final ObjectStore store;

    /** Asks that store. */
    public EndArbiter(ObjectStore store) {
        this.store = store;
    }

    /** Returns how an image ended, if it has. */
    public Optional<ImageEnd> find(ImageId id) {
        return store.get(ImageEnd.objectKey(id), ImageEnd.maxBytes()).map(json -> read(id, json));
    }

    /**
     * Proposes an end.
     *
     * @return the end that stands: this one if it is the first, or the earlier one
     */
    public ImageEnd decide(ImageEnd end) {
        if (store.putIfAbsent(ImageEnd.objectKey(end.id()), end.toJson(), Events.JSON, Map.of())) {
            return end;
        }
        return find(end.id()).orElseGet(() -> decide(end)); // an operator removed it meanwhile
    }

    private static ImageEnd read(ImageId id, byte[] json) {
        try {
            return ImageEnd.parse(id, json);
        } catch (Refusal refusal) {
            throw new IllegalStateException(ImageEnd.objectKey(id) + " is no end of an image", refusal);
        }
    }
}
