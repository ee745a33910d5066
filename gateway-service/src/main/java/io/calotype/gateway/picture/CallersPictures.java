package io.calotype.gateway.picture;

import io.calotype.contracts.spec.ImageId;
import io.calotype.gateway.caller.Callers;
import io.calotype.gateway.owner.ImageOwners;
import io.calotype.gateway.store.PictureStat;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;

/** The pictures that the current request's caller may see; all others seem not to exist. */
@ApplicationScoped
class CallersPictures {

    private final ImageOwners owners;
    private final Callers callers;

    CallersPictures(ImageOwners owners, Callers callers) {
        this.owners = owners;
        this.callers = callers;
    }

    /** Returns what is found of a picture, if the caller may see it; blocks on the object store. */
    Optional<PictureStat> find(ImageId id, Supplier<Optional<PictureStat>> look) {
        return look.get().filter(found -> owners.mayUse(callers.current(), id));
    }
}
