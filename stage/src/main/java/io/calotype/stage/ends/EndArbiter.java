package io.calotype.stage.ends;

import io.calotype.contracts.event.Events;
import io.calotype.contracts.event.ImageEnd;
import io.calotype.contracts.problem.Refusal;
import io.calotype.contracts.spec.ImageId;
import io.calotype.messaging.store.ObjectRefusedException;
import io.calotype.messaging.store.ObjectStore;
import io.calotype.messaging.store.ObjectTooLargeException;
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

    /** Tells whether an image has ended, without reading how. */
    public boolean hasEnded(ImageId id) {
        return store.stat(ImageEnd.objectKey(id)).isPresent();
    }

    /**
     * Returns how an image ended, if it has.
     *
     * @throws UnreadableEnd when what is stored is no end
     */
    public Optional<ImageEnd> find(ImageId id) {
        try {
            return hasEnded(id) // most have not, and to ask takes half as long as to read in vain
                    ? store.get(ImageEnd.objectKey(id), ImageEnd.maxBytes()).map(json -> ImageEnd.parse(id, json))
                    : Optional.empty();
        } catch (Refusal | ObjectTooLargeException | ObjectRefusedException e) {
            throw new UnreadableEnd(id, ImageEnd.objectKey(id), e);
        }
    }

    /**
     * Proposes an end.
     *
     * @return the end that stands: this one if it is the first, or the earlier one
     * @throws UnreadableEnd when what is stored is no end
     */
    public ImageEnd decide(ImageEnd end) {
        if (store.putIfAbsent(ImageEnd.objectKey(end.id()), end.toJson(), Events.JSON, Map.of())) {
            return end;
        }
        return find(end.id()).orElseGet(() -> decide(end)); // an operator removed it meanwhile
    }
}
