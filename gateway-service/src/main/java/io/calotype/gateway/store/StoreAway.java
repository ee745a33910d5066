package io.calotype.gateway.store;

/** The object store did not give a usable answer. */
public final class StoreAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreAway(String key, Exception cause) {
        super("no answer from the object store for key " + key + ": " + cause, cause);
    }

    /** The store stopped in the middle of an object. */
    public static StoreAway whileReading(String key, Exception cause) {
        return new StoreAway(key, cause);
    }
}
