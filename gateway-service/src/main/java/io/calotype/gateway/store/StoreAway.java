package io.calotype.gateway.store;

import io.calotype.contracts.bucket.ObjectOperation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The object store did not give a usable answer. */
public final class StoreAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String missingRight;

    StoreAway(String key, Exception cause) {
        super("no answer from the object store for key " + key + ": " + cause, cause);
        missingRight = null;
    }

    private StoreAway(String missingRight, String key, Exception cause) {
        super("the object store denies " + missingRight + ", for key " + key, cause);
        this.missingRight = missingRight;
    }

    /** The store stopped in the middle of an object. */
    public static StoreAway whileReading(String key, Exception cause) {
        return new StoreAway(key, cause);
    }

    /** The store denies the gateway a right. */
    static StoreAway denied(ObjectOperation operation, String key, Exception cause) {
        return new StoreAway(operation.rightTo(key), key, cause);
    }

    /** The right that the gateway lacks, such as {@code PutObject inputs/*}, if that is the reason. */
    public Optional<String> missingRight() {
        return Optional.ofNullable(missingRight);
    }
}
