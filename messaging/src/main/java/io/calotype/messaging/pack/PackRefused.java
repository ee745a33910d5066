package io.calotype.messaging.pack;

import io.calotype.contracts.problem.RefusedAtStart;
import org.jspecify.annotations.Nullable;

/** A pack that cannot be fetched from the object store, and would not be if the service started again; the message says why. */
final class PackRefused extends RuntimeException implements RefusedAtStart {
    private static final long serialVersionUID = 1L;

    PackRefused(StoredPack pack, String fault) {
        this(pack, fault, null);
    }

    PackRefused(StoredPack pack, String fault, @Nullable Throwable cause) {
        super("pack " + pack.name() + ": " + fault, cause);
    }
}
