package io.calotype.messaging.store;

import org.jspecify.annotations.Nullable;

/** A {@link BestEffortStore} did not do what it was asked to. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Made by the store, and by doubles of it in tests. */
    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
