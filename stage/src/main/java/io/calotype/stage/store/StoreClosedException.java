package io.calotype.stage.store;

/** The process stops while the object store was being waited for. */
public final class StoreClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreClosedException(String key, Throwable lastFailure) {
        super("stopped while waiting for the object store, key " + key, lastFailure);
    }
}
